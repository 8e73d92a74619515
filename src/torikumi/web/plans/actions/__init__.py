"""All that changes stored plans; each change is one transaction with its event."""

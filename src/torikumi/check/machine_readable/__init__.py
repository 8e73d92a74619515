"""Whether a file of sheets can be read by a machine: the state's rules for the notation of data (統一ルール), one by one."""

"""What a log-in name (利用者ID) may look like."""

from django.core.validators import RegexValidator

login_name_is_plain = RegexValidator(
    r"\A[a-z0-9][a-z0-9._@-]*\Z", "利用者IDには、半角の英小文字・数字と . _ @ - だけを使ってください。"
)

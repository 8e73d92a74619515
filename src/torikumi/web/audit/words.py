"""Japanese words for the acts and roles that the trail keeps as short English names."""

from collections.abc import Mapping
from types import MappingProxyType

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "login": "ログイン",
        "logout": "ログアウト",
        "login_failed": "ログインの失敗",
        "login_limit_reached": "ログインの試みが上限に達した",
        "change_password": "パスワードの変更",
        "reset_password": "パスワードを新しくした",
        "create_municipality": "団体の登録",
        "create_user": "利用者の登録",
        "deactivate_user": "利用を止めた",
        "activate_user": "再び利用できるようにした",
        "assign_role": "役割を付けた",
        "end_role": "役割の終わりを決めた",
        "delegate": "代理を決めた",
        "end_delegation": "代理を終わらせた",
        "change_facts": "氏名かメールアドレスの変更",
        "cancel_role": "始まる前の役割の取消し",
        "stage_personnel": "異動の名簿の読み込み",
        "confirm_personnel": "異動の名簿の確定",
        "discard_personnel": "異動の名簿の破棄",
        "create_unit": "組織の登録",
        "end_unit": "組織の終わりを決めた",
        "succeed_units": "組織の改称・統合・分割・移動",
        "move_unit": "上位の組織の変更",
        "open_series": "計画の登録",
        "start_reading": "文書の読み取りの開始",
        "stop_reading": "文書の読み取りの中止の指示",
        "finish_reading": "文書の読み取りの終わり",
        "refuse_reading": "文書の読み取りの失敗か中止",
        "ask_about_reading": "文書にないことの問い合わせ",
        "stage_import": "文書の読み取り",
        "correct_reading": "読み取りの訂正",
        "undo_correction": "読み取りの訂正の取消し",
        "repeat_corrections": "前の取込の訂正の反映",
        "take_in_corrections": "読み取りの訂正の反映",
        "confirm_import": "取込の確定",
        "discard_import": "取込の破棄",
        "undo_import": "取込の取消し",
        "create_round": "年度評価の設定",
        "change_round": "年度評価の設定の変更",
        "open_round": "年度評価を始めた",
        "cancel_round": "年度評価の取りやめ",
        "save_answer": "回答の保存",
        "rate_sheet": "評価の記入",
        "sheet_submit": "回答の提出",
        "sheet_withdraw": "提出の引戻し",
        "sheet_approve": "承認",
        "sheet_step_back": "前の段階へ戻した",
        "sheet_return": "差戻し",
        "sheet_revise": "確定後の訂正の始まり",
        "enqueue_job": "処理の依頼",
        "finish_job": "処理の終わり",
        "fail_job": "処理の失敗",
        "put_off_job": "処理の延期",
        "stop_job": "処理の中止の指示",
        "give_up_job": "処理の中止",
        "retry_job": "処理をもう一度行う指示",
        "publish_edition": "公表した",
        "withdraw_edition": "公表を取り下げた",
        "export_trail": "操作の記録の書き出し",
    }
)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "person": "利用者",
        "municipality": "団体",
        "unit": "組織",
        "delegation": "代理",
        "personnel": "異動の名簿",
        "plan": "計画",
        "reading": "読み取り",
        "import": "取込",
        "round": "年度評価",
        "sheet": "評価シート",
        "publication": "公表",
        "trail": "操作の記録",
        "job": "処理",
    }
)

# The same words as accounts.permissions.ROLE_LABELS (a test holds them together): the trail stands below the accounts.
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "administrator": "管理者",
        "planning": "企画担当",
        "section": "課の担当",
        "section_head": "課長",
        "department_head": "部長",
        "study_team": "検討部会",
        "committee": "委員会",
        "executive": "市長・副市長",
        "auditor": "監査",
        "reader": "閲覧者",
    }
)

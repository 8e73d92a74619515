"""The help of every command in Japanese; the English one stands at the command itself."""

import copy
from collections.abc import Mapping

import click

from torikumi.cli.japanese_corpus import CORPUS_HELP, CORPUS_OPTIONS

HELP: Mapping[str, str] = {
    "": "自治体の計画を、読み取り、点検し、比べ、公表する。",
    "read": "文書を読み取り、計画として書き出す。\n\n"
    "PDF、Word、Excel、ODS、HTML、CSV、テキスト、画像を読む。ひと続きのものはまとめて指定する。",
    "check": "計画（plan.json か文書）を点検し、誤り、おかしなところ、確かめたいところを書き出す。\n\n"
    "--rules machine-readable では、どのExcelブックやCSVでも、国の「機械判読可能なデータの表記方法」の項目で点検する。"
    "重要度「誤り」の所見か、守られていない項目があれば終了コード1で終わる。",
    "compare": "二つの版（plan.json か文書）の間で、変わったこと、加わったもの、なくなったものを書き出す。\n\n"
    "同じ事業かどうかは、事業IDで見る。IDが違えば、名前、概要、担当課、位置づけ、費用、指標を合わせて見て、確かなものを同じとする。"
    "--lineage では、名前が変わった、統合した、分かれた、なくなった、新しい、を確からしさとともに示す。",
    "sections": "二つの組織の一覧（Excelブックか CSV）OLD、NEW の間で、どの課がどうなったかを書く。\n\n"
    "続いている、改称、移管、統合、分割、なくなった、新しい、を根拠とともに示す。--as json で書き出したものを人が確かめ、"
    "torikumi compare --sections-lineage に渡すと、以前の計画の課も今の名前で数える。",
    "indicators": "計画PLANの指標を規則で判定し、目標ごとにまとめて、どこへ向かっているかを書く。\n\n"
    "未集計、終了、値が足りないものは、届かなかったものと分けて示す。目標と施策の区分は指標の区分から求めるもので、どこにも保存しない。",
    "review": "年度評価を、課ごとのExcelブックで行う（サーバーなしで）。",
    "review sheets": "計画PLANの事業を、課ごとの評価シート（Excelブック）にする。\n\n"
    "送ったものの控えと一覧も同じフォルダーに書く。返ってきたブックを読むときに使うので、消さない。",
    "review collect": "返ってきたブックを読み、送ったもの・今の回答と比べて、違いをすべて示す。\n\n"
    "-o を付けたときだけ回答（answers.json）を書く。人が確かめるものが残れば終了コード1で終わる。",
    "review freeze": "集まった回答（answers.json）を計画に入れて、次の版（plan.json）を作る（確定）。\n\n"
    "回答が揃っていない事業は前の版のままとし、名前を示す。そのような事業があれば終了コード1で終わる。",
    "publish": "計画（複数の版でもよい）を、公表用のフォルダー（サイト、PDF、Excel、CSV、JSON）にする。",
    "export-site": "公表したフォルダーFOLDERから、インターネット側へ持ち出すまとまり（SHA256SUMSと説明つき）を作る。",
    "forms": "計画から様式（成果の説明書、実施計画調書、委員会資料、交付金の報告書、課への文書）をWordとPDFで作る。",
    **CORPUS_HELP,
    "demo": "見本の市を読み込み、127.0.0.1 で表示する。アドレスと試用のログイン名を示す。",
    "serve": "データベースを最新の形にしてから、止めるまでアプリケーションを動かす。",
    "worker": "メールの送信などの処理を、止めるまで行う（PostgreSQL では、serve とは別に動かす）。",
    "migrate": "データベースを最新の形にする。いつ何度行ってもよい。",
    "doctor": "このコンピューターの何を使うかを示す。版、文書を読むプロセスの囲い、PDFを作る部品、サーバーのデータベースの守り。",
    "createuser": "利用者を登録する。指定は `torikumi createuser --help` で見られる。",
}

OPTIONS: Mapping[str, Mapping[str, str]] = {
    "": {},
    **CORPUS_OPTIONS,
    "read": {
        "output": "計画の書き出し先。",
        "form": "書き出す形。",
        "report": "読み取りで迷ったところの書き出し先（JSON）。",
        "strict": "重要度「誤り」の所見があれば、終了コード1で終わる。",
        "title": "計画の名前（文書に書かれていないとき）。",
        "city": "団体コード（5桁か6桁）。",
        "city_name": "団体の名前（--city と一緒に）。",
        "year": "文書の対象年度（2024、R6、令和6年度）。",
        "tree": "事業のない、区分の木だけの文書を読む。",
        "encoding": "テキストの文字コード（utf-8、cp932、utf-16）。",
        "jobs": "いくつかの文書を、いくつまで同時に読むか。",
        "in_process": "このプロセスの中で読む（計測と調査のため）。",
    },
    "check": {
        "previous": "比べるための前の版。",
        "form": "所見を書き出す形。",
        "rules": "何を見るか。計画の中身（plan）か、表の形が機械で読めるか（machine-readable）。",
        "rules_file": "市の設定（checks.toml）。規則を切る、重要度を変える。理由を必ず書く。",
        "sections": "課の名簿（CSVかExcelブック：課名、旧名、廃止、引き継ぎ先）。",
        "xlsx": "事業ごとに所見を添えたExcelの表も書き出す。",
        "select": "この規則だけを使う（コンマ区切り）。",
        "explain": "規則を説明して終わる。all なら一覧を示す。",
    },
    "compare": {
        "form": "違いを書き出す形。",
        "output": "標準出力ではなく、このファイルに書く。",
        "as_lineage": "事業ごとに、どうなったか（系譜）を、根拠と確からしさとともに書く。",
        "decided": "人が確かめた、または退けた系譜（JSON）。そのとおりにする。",
        "in_time": "組織の変遷（torikumi sections --as json）。以前の課の事業を、今の課の名前で数える。",
        "exit_code": "違いがあれば終了コード1で終わる。",
    },
    "sections": {
        "plans": "計画の二つの版。事業をどの課が引き継いだかも根拠にする。",
        "decided": "人が確かめた、または退けた変遷（JSON）。そのとおりにする。",
        "form": "変遷を書き出す形。",
        "output": "標準出力ではなく、このファイルに書く。",
    },
    "indicators": {
        "named": "備え付けの規則の名前（--list で見られる）か、[rating] のあるTOMLのファイル（ROUND.tomlなど）。",
        "year": "年度（R6、2024）。指定しなければ、実績のある最後の年度。",
        "method": "目標と施策の区分の求め方（mean 平均、worst 最も低い区分、reached 目標に届いた割合）。",
        "form": "判定を書き出す形。",
        "output": "標準出力ではなく、このファイルに書く。",
        "listed": "備え付けの規則の一覧を示す。",
    },
    "review": {},
    "review sheets": {
        "round_file": "評価の設定（ROUND.toml）。",
        "out": "書き出すフォルダー。",
        "answers": "これまでの回答（answers.json）。ブックに入れて送る。",
    },
    "review collect": {
        "plan": "ブックを作ったときの計画（plan.json か文書）。",
        "round_file": "評価の設定（ROUND.toml）。指定しなければ、送ったときのもの。",
        "sent": "送付の控え。指定しなければ、ブックのあるフォルダーのもの。",
        "answers": "これまでの回答（answers.json）。指定しなければ、-o のファイルがあればそれ。",
        "output": "回答の書き出し先（answers.json）。",
        "report": "違いと気づいた点の書き出し先（JSON）。",
        "form": "違いを示す形。",
        "confirmed": "確かめた行（ファイル名:行）。事業を選ぶときは ファイル名:行=事業ID。何度でも書ける。",
    },
    "review freeze": {
        "plan": "評価の対象とした計画（plan.json か文書）。",
        "round_file": "評価の設定（ROUND.toml）。",
        "sent": "送付の控え（--round の代わり）。",
        "day": "回答を承認した日（2026-07-15）。",
        "edition": "版の名前。指定しなければ年度。",
        "output": "次の版の書き出し先（plan.json）。",
    },
    "publish": {
        "out": "書き出すフォルダー。",
        "only": "site,pdf,xlsx,csv,json のうち作るもの（コンマ区切り）。指定しなければすべて。",
        "licence": "利用条件。cc-by-4.0、pdl-1.0（公共データ利用規約）、cc0-1.0 か、自分の言葉。",
        "encoding": "cp932 なら、すべてのCSVを、CP932（シフトJIS）でも書く。",
        "rating": "ページの指標を、この規則で判定する。備え付けの規則の名前か、TOMLのファイル（torikumi indicators と同じ）。",
        "rating_method": "目標と施策の区分の求め方。",
        "published": "最新の版を公表する日時。指定した版は、あとで変えられない。",
        "by": "公表する課。",
        "approved_by": "承認した職（市長など）。",
        "base_address": "サイトを置くアドレス。更新の知らせとサイトマップに使う。",
        "verify": "公表したフォルダーを確かめる。違いがあれば終了コード1で終わる。",
        "no_cache": "前に作ったものを使わず、全部作り直す。",
    },
    "export-site": {
        "out": "新しいフォルダーか、.zip のファイル。",
        "split": "ZIPをこの大きさまでに分ける（25MB など）。-o は分けたものを入れるフォルダー。",
    },
    "forms": {
        "out": "作ったファイルを入れる新しいフォルダー。--write-template では書き出すファイル。",
        "code": "作る様式。--list で見られる。",
        "formats": "docx、pdf のどちらか、または両方。",
        "previous": "前の版の計画。方針が変わった事業を比べるのに使う。",
        "year": "対象の年度（令和6年度、R6、2024）。なければ計画の年度。決算を説明する様式では、決算額のある最も新しい年度。",
        "section": "この担当課の事業だけで作る。",
        "given": "人が書くところの値（文書番号=企第1号）。いくつでも指定できる。",
        "template": "市区町村が直したWordの様式。",
        "listed": "様式の一覧を示す。",
        "names": "様式で使える名前の一覧を示す。",
        "written": "この様式のひな形を -o に書き出す。Wordで直し、--template で使う。",
    },
    "demo": {
        "home": "デモのデータベースとファイルを置くフォルダー。",
        "port": "127.0.0.1 のポート番号。使われていれば、次の空いた番号。",
        "no_serve": "準備だけして、表示せずに終わる。",
    },
    "serve": {
        "host": "待ち受けるアドレス。",
        "port": "待ち受けるポート番号。",
        "workers": "プロセスの数。",
        "threads": "一つのプロセスの中のスレッドの数。",
    },
    "worker": {
        "concurrency": "同時に行う処理の数。",
    },
    "migrate": {},
    "doctor": {},
    "createuser": {},
}


def in_japanese(word: str, command: click.Command) -> click.Command:
    """Return a copy of the command whose help, and that of its options, is Japanese."""
    spoken = copy.copy(command)
    spoken.help = HELP[word]
    spoken.params = [_option_in_japanese(word, parameter) for parameter in command.params]
    if isinstance(spoken, click.Group):
        spoken.commands = {
            below: in_japanese(f"{word} {below}", one)
            for below, one in spoken.commands.items()
            if f"{word} {below}" in HELP
        }
    return spoken


def _option_in_japanese(word: str, parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or parameter.name not in OPTIONS[word]:
        return parameter
    spoken = copy.copy(parameter)
    spoken.help = OPTIONS[word][parameter.name]
    return spoken

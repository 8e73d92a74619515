"""The accessibility statement of a site (ウェブアクセシビリティ方針・試験結果) by JIS X 8341-3:2016, levels A and AA.

It claims what the tests of this program check on every page of the sample sites, and marks what a person must check. The
levels of conformance are words of the Web Accessibility Infrastructure Committee: without a person's test it is 配慮.
"""

from dataclasses import dataclass

MACHINE = "機械"
BOTH = "機械と人"
PERSON = "人"
NONE = "該当なし"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One success criterion (達成基準): how it is checked, and how the pages meet it or what is left to look at."""

    number: str
    name: str
    level: str
    way: str
    words: str


_NO_MEDIA = "音声と動画はありません。"
CRITERIA = (
    Criterion("1.1.1", "非テキストコンテンツ", "A", BOTH,
              "図には題と説明があり、同じ数値の表が続きます。説明が図の内容を言い表しているかは、人が確かめます。"),
    Criterion("1.2.1", "音声だけ及び映像だけ（収録済み）", "A", NONE, _NO_MEDIA),
    Criterion("1.2.2", "キャプション（収録済み）", "A", NONE, _NO_MEDIA),
    Criterion("1.2.3", "音声解説又はメディアに対する代替コンテンツ（収録済み）", "A", NONE, _NO_MEDIA),
    Criterion("1.2.4", "キャプション（ライブ）", "AA", NONE, _NO_MEDIA),
    Criterion("1.2.5", "音声解説（収録済み）", "AA", NONE, _NO_MEDIA),
    Criterion("1.3.1", "情報及び関係性", "A", MACHINE,
              "見出し、箇条書き、表の見出しセルは、その役割の要素です。見出しの段階が飛ばないことも確かめています。"),
    Criterion("1.3.2", "意味のある順序", "A", BOTH,
              "HTMLの順がそのまま読む順で、並びを変えるCSSを使いません。元の文書の文の順は、人が確かめます。"),
    Criterion("1.3.3", "感覚的な特徴", "A", PERSON,
              "ページの部品の言葉は、形や位置だけを手がかりにしません。計画の文章は、人が確かめます。"),
    Criterion("1.4.1", "色の使用", "A", MACHINE,
              "方針の印には、色のほかに記号か言葉が必ずあります。文の中のリンクには下線があります。"),
    Criterion("1.4.2", "音声の制御", "A", NONE, _NO_MEDIA),
    Criterion("1.4.3", "コントラスト（最低限レベル）", "AA", MACHINE,
              "文字と背景の比は、印と図の中の文字も含めて4.5以上です。色の値から計算して確かめています。"),
    Criterion("1.4.4", "テキストのサイズ変更", "AA", MACHINE,
              "文字を2倍にしても、横にはみ出さず、内容が隠れません。"),
    Criterion("1.4.5", "文字画像", "AA", MACHINE, "文字の画像を使いません。図の中の文字も文字です。"),
    Criterion("2.1.1", "キーボード", "A", MACHINE, "すべての操作がキーボードでできます。"),
    Criterion("2.1.2", "キーボードトラップなし", "A", MACHINE,
              "Tabキーだけでページの初めから終わりまで進み、ページの外へ抜けられます。"),
    Criterion("2.2.1", "タイミング調整可能", "A", NONE, "時間の制限はありません。"),
    Criterion("2.2.2", "一時停止，停止及び非表示", "A", NONE, "動くもの、点滅するもの、自動で更新されるものはありません。"),
    Criterion("2.3.1", "3回のせん（閃）光，又はしきい（閾）値以下", "A", NONE, "せん光を放つものはありません。"),
    Criterion("2.4.1", "ブロックスキップ", "A", MACHINE, "ページの初めに「本文へ移動」があり、領域に役割と名前があります。"),
    Criterion("2.4.2", "ページタイトル", "A", BOTH,
              "どのページにも、そのページと計画の名前の題があります。題が内容を言い表しているかは、人が確かめます。"),
    Criterion("2.4.3", "フォーカス順序", "A", MACHINE, "フォーカスは読む順に進みます。順を変える指定を使いません。"),
    Criterion("2.4.4", "リンクの目的（コンテキスト内）", "A", BOTH,
              "リンクには名前があります。名前か前後の文で行き先が分かるかは、人が確かめます。"),
    Criterion("2.4.5", "複数の手段", "AA", MACHINE,
              "どのページにも、一覧と検索からたどり着けます。リンクが切れていないことを確かめています。"),
    Criterion("2.4.6", "見出し及びラベル", "AA", BOTH,
              "空の見出しとラベルはありません。内容を言い表しているかは、人が確かめます。"),
    Criterion("2.4.7", "フォーカスの可視化", "AA", MACHINE, "フォーカスのあるところに太い枠が出ます。"),
    Criterion("3.1.1", "ページの言語", "A", MACHINE, "どのページにも言語の指定があります。"),
    Criterion("3.1.2", "一部分の言語", "AA", PERSON,
              "計画の文章の中の外国語には、言語の指定を付けていません。長い外国語の文がないかを、人が確かめます。"),
    Criterion("3.2.1", "フォーカス時", "A", MACHINE, "フォーカスを移しただけで起こることはありません。"),
    Criterion("3.2.2", "入力時", "A", BOTH,
              "検索は、打つと同じページの結果の一覧だけが変わり、そのことを読み上げソフトに知らせます。フォーカスは動きません。"),
    Criterion("3.2.3", "一貫したナビゲーション", "AA", MACHINE, "メニューは、どのページでも同じ順です。"),
    Criterion("3.2.4", "一貫した識別性", "AA", BOTH, "同じ働きのものは同じ部品から作られ、同じ名前です。"),
    Criterion("3.3.1", "エラーの特定", "A", NONE, "誤りになる入力欄はありません（入力欄は検索だけです）。"),
    Criterion("3.3.2", "ラベル又は説明", "A", MACHINE, "入力欄にはラベルがあります。"),
    Criterion("3.3.3", "エラー修正の提案", "AA", NONE, "誤りになる入力欄はありません（入力欄は検索だけです）。"),
    Criterion("3.3.4", "エラー回避（法的，金融及びデータ）", "AA", NONE, "申込みや、データを変える操作はありません。"),
    Criterion("4.1.1", "構文解析", "A", MACHINE, "要素の入れ子と終わりが正しく、同じIDが二つないことを確かめています。"),
    Criterion("4.1.2", "名前（name），役割（role）及び値（value）", "A", MACHINE,
              "部品はHTMLの標準の要素で、名前と役割があります。"),
)  # fmt: skip

METHODS = (
    "axe-core（達成基準のうち機械で分かるものを調べるプログラム）で、誤りが一つもないこと",
    "文字と背景のコントラストを、色の値から計算すること",
    "方針の印に、記号か言葉があること",
    "図の中の文字が、画面の上で12ピクセルより小さくならないこと",
    "幅320ピクセルで横にスクロールしないこと（表の枠だけは別で、枠には名前があり、キーボードで動かせること）",
    "Tabキーで初めから終わりまで進み、フォーカスが見えること",
    "見出しの段階が飛ばないこと、言語の指定、同じIDがないこと、リンクが切れていないこと",
)
LIMITS = (
    "計画の文章（事業の概要など）は、元の文書のままです。読みやすさ、ことばの分かりやすさは、その文書によります。",
    "Excelのファイルには、読み上げソフトで読むときの配慮（見出しの行の指定など）に限りがあります。同じ内容がウェブページにあります。",
    "読み上げソフト（NVDA、PC-Talker、VoiceOverなど）での試験は、この結果に含みません。",
)
_NOT_WRITTEN = "（公表する団体が記入します）"


def policy_words(*, owner: str, tested: str | None, contact: str | None) -> tuple[tuple[str, str], ...]:
    """Return the policy as names and values; what only the city knows is left for it to fill in."""
    return (
        ("対象", f"{owner}のこのサイトのすべてのウェブページ（データのファイルを除きます）"),
        ("目標", "JIS X 8341-3:2016 のレベルAA。総務省「みんなの公共サイト運用ガイドライン」に沿って公表します"),
        ("対応度", "配慮（レベルAAの達成基準を参照して作り、機械で試験しています。"
                   "人による試験を終えるまで「準拠」とは言いません）"),
        ("依存する技術", "HTML、CSS、SVG、JavaScript（JavaScriptが使うのは検索だけで、一覧からも同じページに行けます）"),
        ("人による試験", tested or _NOT_WRITTEN),
        ("担当と連絡先", contact or _NOT_WRITTEN),
    )  # fmt: skip

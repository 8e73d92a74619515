"""The vocabulary of the generated documents: word lists of an invented city, and what joins them."""

from random import Random

WHO = (
    "子ども",
    "高齢者",
    "若者",
    "市民",
    "農業者",
    "事業者",
    "障がい者",
    "留学生",
    "ひとり親家庭",
    "移住者",
    "商店街",
    "消防団",
)
WHAT = (
    "健康づくり", "見守り", "交流", "学び直し", "居場所", "相談", "地域サポーター", "デジタルデバイド",
    "スポーツ", "読書", "防災リーダー",
    "サービスセンター", "空き家", "道路橋りょう", "上下水道", "里山", "ごみ減量", "太陽光パネル", "コミュニティバス",
    "ものづくり",
)  # fmt: skip
HOW = ("推進", "支援", "整備", "育成", "活用", "充実", "強化", "普及啓発", "利用促進", "長寿命化")
KIND = (
    "事業",
    "事業",
    "事業",
    "プロジェクト",
    "モデル事業",
    "補助金交付事業",
    "プラン策定事業",
    "ネットワーク構築事業",
)
MARKS = ("", "", "", "", "（仮称）", "（再編）", "【新規】", "（第２期）", "ⅠＴ版", "・PR")
TOWN = (
    "みらい",
    "あおば",
    "かがやき",
    "つなぐ",
    "すこやか",
    "にぎわい",
    "ゆたかな",
    "安全な",
    "緑の",
    "学びの",
    "支えあう",
    "働く",
)
THING = (
    "まち",
    "まちづくり",
    "くらし",
    "地域社会",
    "ひと",
    "産業",
    "環境",
    "学校教育",
    "福祉",
    "都市基盤",
    "行財政運営",
    "文化",
)
ALIASES = ("にぎわいアップ", "あんしん", "グリーン", "まなび", "ささえあい")

STARTS = (
    "市内の{who}を対象に、{what}の{how}を図る。",
    "{what}について{n}か所で実施し、{who}の参加を促す。",
    "Wi-Fi環境を整え、ICTを使った{what}を{how}する。",
    "{who}と協働して{what}に取り組む（年{n}回）。",
    "延床面積{n},{m}㎡の施設で{what}を行う。",
    "補助率1/2、上限{n}万円を{who}に交付する。",
    "SDGs「{what}」の考え方を広め、CO2を{n}.{m}%減らす。",
    "令和{n}年度から{what}を開始し、{who}への{how}を続ける。",
    "※対象は{who}のうち{n}歳以上65歳未満の者。",
    "{what}・{who}向け講座などを開く",
)
LIST = (
    "{what}の{how}",
    "{who}の{what}",
    "{what}に関する調査・研究",
    "e-ラーニング教材の作成",
    "〈ｻﾎﾟｰﾀｰ〉の{how}",
)
BULLETS = ("・", "①②③④", "●", "（１）（２）（３）（４）", "○")
LONG = "株式会社ミホンインターナショナルコミュニケーションズホールディングスとの連携協定に基づき実施する。"

DEPARTMENTS = ("企画部", "市民部", "福祉部", "建設部")
SECTIONS = (
    "企画課", "財政課", "情報政策課", "市民協働課", "商工観光課", "農政課", "道路課", "環境保全課", "こども支援課", "高齢福祉課",
    "健康づくり課", "危機管理室", "生涯学習課", "中央図書館", "市民センター", "会計室",
)  # fmt: skip
FACILITIES = ("児童館", "公民館", "保健センター", "博物館", "東支所")

INDICATORS = ("参加者数", "相談件数", "利用者満足度", "整備率", "延べ利用者数", "設置箇所数", "加入世帯数")
UNITS = ("人", "件", "%", "回", "箇所", "世帯")

SCALES = (
    ("A：充実", "B：継続", "C：縮小", "D：廃止"),
    ("A 拡充", "B 継続", "C 改善", "D 統合"),
    ("◎拡充", "○継続", "△縮小", "×廃止"),
    ("拡充", "継続", "改善", "縮小", "廃止"),
    ("拡大", "現状維持", "見直し", "休止・廃止"),
    ("１ 充実", "２ 継続", "３ 縮小", "４ 終了"),
    ("継続（拡充）", "継続", "完了"),
)


def project_name(choice: Random) -> str:
    """Return the name of a project, now and then with a mark or a bracket behind it."""
    who, kind = choice.choice(("", *WHO)), choice.choice(KIND)
    return f"{who}{choice.choice(WHAT)}{choice.choice(HOW)}{kind}{choice.choice(MARKS)}"


def heading_name(choice: Random) -> str:
    """Return the words of a heading, without its number."""
    return f"{choice.choice(TOWN)}{choice.choice(THING)}{choice.choice(('', '', 'をつくる', 'の推進'))}"


def summary(choice: Random) -> str:
    """Return a summary: one to four sentences, a list with bullets, a long word, or nothing."""
    kind = choice.choice(("prose", "prose", "prose", "list", "list only", "long", "empty"))
    if kind == "empty":
        return ""
    if kind == "long":
        return LONG
    sentences = [_filled(choice, STARTS) for _ in range(choice.randint(1, 4))]
    text = "" if kind == "list only" else "".join(sentences)
    if kind == "prose":
        return text
    bullet = choice.choice(BULLETS)
    items = [_filled(choice, LIST) for _ in range(choice.randint(2, 4))]
    step = 3 if bullet.startswith("（") else 1
    marks = [bullet[i * step : (i + 1) * step] if len(bullet) > 1 else bullet for i in range(len(items))]
    return "\n".join([text] * bool(text) + [f"{mark}{item}" for mark, item in zip(marks, items, strict=True)])


def _filled(choice: Random, forms: tuple[str, ...]) -> str:
    return choice.choice(forms).format(
        who=choice.choice(WHO),
        what=choice.choice(WHAT),
        how=choice.choice(HOW),
        n=choice.randint(2, 30),
        m=choice.randint(1, 9),
    )


def full_width(number: int) -> str:
    """Return a number in full-width digits."""
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))

"""Writes tests/fixtures/text/: CLIP's merges, and the ids that Python's tokenizer gives 200 prompts.

Run by hand: `pip install transformers==4.57.6 ftfy open_clip_torch` (the last one with --no-deps: only its vocabulary
is used), then `python tests/parity/make_prompt_goldens.py PATH/open_clip/bpe_simple_vocab_16e6.txt.gz`.
"""

import gzip
import json
import pathlib
import random
import sys
import tempfile

import ftfy
import transformers
from transformers import CLIPTokenizer
from transformers.models.clip.tokenization_clip import bytes_to_unicode

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "text"
# The vocabulary file goes on behind the merges that CLIP uses.
MERGES = 49152 - 256 - 2
BEGIN, END = "<|startoftext|>", "<|endoftext|>"

PLAIN = """a red fox on a blue hill
A photo of a cat
an astronaut riding a horse on mars, cinematic lighting, 8k
portrait of a woman, oil on canvas, by the old masters
isometric illustration of a small office with plants
minimalist logo of a mountain, flat design, vector
UPPER CASE PROMPT WITH SHOUTING
MiXeD CaSe LeTtErS
macro photography of dew on a spider web --ar 16:9 --v 5
trending on artstation, highly detailed, sharp focus, f/1.8
a
x y z
the quick brown fox jumps over the lazy dog
seamless texture of terracotta tiles, top view
website hero image, gradient background, lots of white space
low-poly render, state-of-the-art, award-winning
a cat's paw and the cats' paws, it's they're we've I'm he'll she'd don't
rock 'n' roll isn't dead, y'all
'single' "double" `back`
supercalifragilisticexpialidocious
antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
qwrtpsdfgh zxcvbnm lkjhgf
http://example.com/path?query=1&other=2#fragment
someone@example.org sent a file_name.png
<b>bold</b> and <i>italic</i>
(masterpiece:1.2), [blurry], ((sharp)), {curly}
\\(escaped\\) \\[brackets\\] a\\b \\\\
C++ and C# and F# and .NET
#hashtag @mention $100 50% 1+1=2 a&b ^_^ ~tilde~ a|b
:) :-( ;P XD <3 </3 o_O
... .. . ,,, ;;; :::
-- --- - _ __ ___
?! !? ??? !!!
! !! !!! !!!! !!!!! a!b !a! wow! wow!! wow ! wow !!
!important !!very!! important!
a photo! of! a! cat!
<|startoftext|>
<|endoftext|>
a <|endoftext|> b
a<|startoftext|>b<|endoftext|>c
<|ENDOFTEXT|> <|endoftext|
<| endoftext |>"""

GERMAN = """ein roter Fuchs auf einem blauen Hügel
Eine Straße in München bei Nacht, Regen, Spiegelungen
grüne Wiese mit Gänseblümchen und Löwenzahn
Übermäßig süße Äpfel, ÖL und ÄRGER
Fußgängerübergang STRASSE Straße ẞ ß
ein Aquarell von Schloss Neuschwanstein im Herbstnebel
»Anführungszeichen« und „deutsche“ und ‚halbe‘
Donaudampfschifffahrtsgesellschaftskapitän
zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich
Hintergrund ersetzen: Strand, Sonnenuntergang, weiches Licht
Das ist’s! Geht’s noch? Hab’ ich’s?"""

ACCENTS = """café crème brûlée
CAFÉ CRÈME BRÛLÉE
cafe\u0301 cre\u0300me bru\u0302le\u0301e
naïve façade, Ångström, smörgåsbord, piñata, Łódź, Dvořák
İstanbul ISTANBUL ıstanbul i̇stanbul
ΣΊΣΥΦΟΣ Σ ς σ ΟΔΥΣΣΕΥΣ
Ελληνικά γλυπτά στο φως
Красная лиса на синем холме
ЁЖИК в тумане
שלום עולם
مرحبا بالعالم
नमस्ते दुनिया
สวัสดีชาวโลก
გამარჯობა მსოფლიო
Xin chào thế giới, phở bò
Ĳsselmeer ĳs ŉ Ǆ ǅ ǆ Ǉ ǈ ǉ Ǌ ǋ ǌ Ǳ ǲ ǳ
ﬁre ﬂower oﬀer eﬃcient baﬄe ﬅop ﬆar
ＦＵＬＬ　ＷＩＤＴＨ　ｔｅｘｔ　１２３！
ﾊﾝｶｸ ｶﾀｶﾅ ﾃﾞｻﾞｲﾝ
ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟﾌﾟ
Ω Å K ℃ ℉ № ™ © ® ½ ¼ ² ³ ₂
a\u0308 o\u0308 u\u0308 A\u0308 s\u0323\u0307
Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞"""

QUOTES = [
    "‘curly’ “quotes” ‛reversed‟ „low‟",
    "it’s a cat’s life, don’t “worry”",
    "«guillemets» ‹single›",
    "ʼokina Hawaiʻi ʻōlelo",
    "5′ 10″ tall",
    "&amp; &lt;tag&gt; &quot;quoted&quot; &nbsp;space",
    "fish &amp; chips &ndash; caf&eacute; &copy; 2024",
    "&#39;apostrophe&#39; &#8217;curly&#8217; &#x201C;hex&#x201D;",
    "&amp;amp; &amp;lt; &amp;#39;",
    "&EACUTE; &SZLIG; &NTILDE; &Eacute;",
    "&unknown; &; &#; &#x; &amp &lt AT&T R&B",
    "a < b &amp; c",
    "&amp; first line",
    "en dash – em dash — minus − ellipsis …",
    "bullet • middle · dot",
    "zero\u200bwidth\u200cjoin\u200der",
    "non\u00a0breaking\u2009thin\u3000wide spaces",
    "soft\u00adhyphen",
    "\ufeffbyte order mark",
    "in\ufeffside",
    "\u202aembedded\u202c \u2066isolate\u2069",
    "object \ufffc replacement \ufffd character",
    "control \x01 char \x1b[31mred\x1b[0m \x7f delete",
    "C1 \x80 \x85 \x93quoted\x94 \x99",
    "line one\nline two\r\nline three\rline four",
    "a < b\nfish &amp; chips",
    "fish &amp; chips\na < b &amp; c\n&amp;",
    "tab\tseparated\tvalues",
    "vertical\x0btab form\x0cfeed",
    "\u2028line\u2029paragraph\x85next",
]

EMOJI = """🦊
a fox 🦊 on a hill ⛰️
😀😃😄😁😆
👩‍🚀 astronaut 👨‍👩‍👧‍👦 family
🏳️‍🌈 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇩🇪🇫🇷
👍🏽👍🏿 ✌🏻
❤️ ❤ ♥ ♡
1️⃣2️⃣3️⃣ #️⃣
🎨🖌️ paint
cat😺dog🐶
☀️☁️☂️☃️
𝓯𝓪𝓷𝓬𝔂 𝕥𝕖𝕩𝕥 𝐛𝐨𝐥𝐝
ⓒⓘⓡⓒⓛⓔⓓ 🅂🅀🅄🄰🅁🄴
→ ← ↑ ↓ ⇒ ∀ ∃ ∑ √ ∞ ≈ ≠
█▓▒░ ▲▼◆● ★☆
¯\\_(ツ)_/¯ ʕ•ᴥ•ʔ (╯°□°)╯︵ ┻━┻"""

DIGITS = """1
12
123
1234567890
3.14159 2,718 1e-5 0x1F
1980s photo, 35mm, f/2.8, iso400, 4k 8K
2 cats, 3 dogs and 1 fish
version 2.1.0-beta3
١٢٣ ۴۵۶ १२३ ๑๒๓
Ⅳ Ⅻ ⅷ ① ② ⑳ ㊿
½ cup, ¾ full, 10² m²
12:30 pm, 24/7, 50-50, 1/2
a1b2c3 h264 mp3 1st 2nd 3rd"""

CJK = """一只红色的狐狸在蓝色的山上
蓝色的山
漢字とひらがなとカタカナ
東京タワー、夜景、雨
빨간 여우가 파란 언덕 위에
안녕하세요 세계
繁體中文與简体中文
、。「」『』【】〜・
日本語English混合テキスト
ｆｕｌｌwidth全角ＡＢＣ
㍿ ㌔ ㈱ ㎏
𠮷野家 𩸽
がぎぐ か\u3099き\u3099
각 \u1100\u1161\u11a8"""

SPACES = ["", " ", "     ", "\n", "\t \r\n ", "\u00a0", "\u3000\u3000", "\u200b", "\ufeff", "  leading", "trailing  ", "  two   spaces    inside  "]

WORDS = """red green blue amber violet fox cat owl heron whale hill lake forest desert harbor street tower bridge garden
window lamp chair table bottle portrait watercolor photograph engraving poster pattern mosaic fresco bright dim soft
harsh golden silver misty rainy sunny frozen ancient modern tiny enormous quiet crowded floating sleeping running über
straße café naïve 35mm 8k""".split()


def long_prompts() -> list[str]:
    """Prompts around and beyond 75 tokens, the longest of 400 words."""
    draw = random.Random(400)
    words = lambda count: [draw.choice(WORDS) for _ in range(count)]
    exact = [" ".join(["fox"] * count) for count in (74, 75, 76, 77, 150, 151)]
    listed = [", ".join(words(count)) for count in (30, 38, 60, 200)]
    spoken = [" ".join(words(count)).capitalize() + "." for count in (50, 70, 80, 120, 250, 400, 400)]
    return exact + listed + spoken + ["🦊" * 40, "漢字" * 60, "!" * 100, "a!" * 60, "1" * 90]


def strange_prompts(count: int) -> list[str]:
    """Characters drawn from everywhere that a prompt may come from."""
    draw = random.Random(7)
    ranges = [(0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x4FF), (0x2010, 0x2044), (0x2190, 0x26FF), (0x3040, 0x30FF),
              (0x4E00, 0x4FFF), (0xAC00, 0xACFF), (0xFF01, 0xFFEE), (0x1F300, 0x1F64F)]
    pick = lambda: chr(draw.randint(*draw.choice(ranges)))
    prompts = []
    while len(prompts) < count:
        text = "".join(draw.choice([pick(), pick(), " ", "e", "'s", "a"]) for _ in range(draw.randint(4, 30)))
        # Letters that look like a text read in a wrong encoding would be guessed at; that is not ours to do.
        if ftfy.fix_encoding(text) == text:
            prompts.append(text)
    return prompts


def make_tokenizers(source: str) -> dict[str, CLIPTokenizer]:
    lines = gzip.open(source, "rt", encoding="utf-8").read().split("\n")[1 : MERGES + 1]
    merges = "#version: 0.2\n" + "\n".join(lines) + "\n"
    letters = list(bytes_to_unicode().values())
    tokens = letters + [letter + "</w>" for letter in letters] + ["".join(line.split()) for line in lines] + [BEGIN, END]
    with gzip.GzipFile(TARGET / "clip-merges.txt.gz", "wb", 9, mtime=0) as file:
        file.write(merges.encode())
    with tempfile.TemporaryDirectory() as folder:
        vocabulary, merged = pathlib.Path(folder, "vocab.json"), pathlib.Path(folder, "merges.txt")
        vocabulary.write_text(json.dumps({token: i for i, token in enumerate(tokens)}))
        merged.write_text(merges)
        make = lambda pad: CLIPTokenizer(vocabulary, merged, pad_token=pad, model_max_length=77)
        return {"sd1": make(END), "sd2": make("!")}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    tokenizers = make_tokenizers(sys.argv[1])
    lines = [PLAIN, GERMAN, ACCENTS, EMOJI, DIGITS, CJK]
    prompts = [line for block in lines for line in block.split("\n")] + QUOTES + SPACES + long_prompts()
    prompts += strange_prompts(max(20, 240 - len(prompts)))
    rows = []
    for text in prompts:
        row = {"text": text}
        for name, tokenizer in tokenizers.items():
            row[name] = tokenizer(text)["input_ids"]
            padded = tokenizer(text, padding="max_length", truncation=True, max_length=77)["input_ids"]
            row[name + "Padded"] = padded
        rows.append(row)
    head = {"transformers": transformers.__version__, "ftfy": ftfy.__version__, "vocabulary": len(tokenizers["sd1"])}
    body = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    text = json.dumps(head)[:-1] + ', "prompts": [\n' + body + "\n]}\n"
    (TARGET / "clip-prompts.json").write_text(text)
    print(len(rows), "prompts")


if __name__ == "__main__":
    main()

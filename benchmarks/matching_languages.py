"""
Say in which languages `kind: text` finds people of one field, beside the simple ways of comparing texts.

    python benchmarks/matching_languages.py [COHORTS]

Invented cohorts of 30 mentees and 30 mentors in eight fields; without a number, 20 of each language and form.
Everybody writes words of the own field, a few of another and, in sentences, everyday words; in Spanish and
Portuguese three in ten leave out the accents. The figure is how often a mentor of the same field stands
before one of another: 1 always, 0.5 by chance. Nothing in the criterion is fitted to these words.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import numpy as np

from mentorkit.matching.scoring import scores
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

PEOPLE, COHORTS = 30, 20
FORMS = ("sentence", "list", "word")
FIELDS = {
    "es": """diseño gráfico diseñadora ilustración tipografía marcas diseñar
contabilidad contador impuestos tributaria finanzas financiero contable
enfermería enfermera paciente hospital clínica salud cuidados
programación programar desarrollador sistemas datos código bases
cocina cocinera gastronomía repostería restaurante panadería chef
logística bodega transporte despachos inventarios cargas distribución
docencia enseñar profesora pedagogía escuela niñez maestro
mecánica motores reparación automotriz mecánico soldadura taller""",
    "en": """design designer illustration typography branding drawing graphics
accounting accountant taxes finance bookkeeping audit financial
nursing nurse patients hospital clinical health caring
programming programmer software data developer coding databases
cooking cook pastry restaurant bakery chef kitchens
logistics warehouse transport shipping inventory freight distribution
teaching teacher pedagogy school children classroom tutoring
mechanics engines repair automotive mechanic welding workshop""",
    "pt": """desenho gráfico ilustração tipografia marcas desenhista criação
contabilidade contador impostos finanças financeiro contábil auditoria
enfermagem enfermeira pacientes hospital clínica saúde cuidados
programação programador dados sistemas desenvolvimento código bancos
cozinha cozinheira gastronomia confeitaria restaurante padaria chefe
logística armazém transportes estoques cargas distribuição expedição
ensino professora pedagogia escola crianças ensinar aulas
mecânica motores reparação automotiva mecânico solda oficina""",
    "ru": """дизайн дизайнер графика иллюстрация шрифты рисование брендинг
бухгалтерия бухгалтер налоги финансы аудит финансовый учёт
медсестра пациенты больница клиника здоровье уход сестринское
программирование программист данные разработчик код базы система
кулинария повар выпечка ресторан пекарня кухня кондитер
логистика склад транспорт доставка запасы груз перевозки
преподавание учитель педагогика школа дети обучение урок
механика двигатели ремонт механик сварка мастерская автомобили""",
    "ar": """تصميم مصمم رسم خطوط علامات جرافيك رسوم
محاسبة محاسب ضرائب مالية تدقيق مالي حسابات
تمريض ممرضة مرضى مستشفى عيادة صحة رعاية
برمجة مبرمج بيانات مطور أنظمة قواعد شفرة
طبخ طباخ حلويات مطعم مخبز مطابخ طاهية
لوجستيات مستودع نقل شحن مخزون توزيع بضائع
تدريس معلم تربية مدرسة أطفال تعليم دروس
ميكانيكا محركات إصلاح سيارات ميكانيكي لحام ورشة""",
    "zh": """平面设计 设计师 插画 字体设计 品牌 绘画 图形设计
会计 会计师 税务 财务 审计 财务管理 记账
护理 护士 病人 医院 临床护理 健康 照护
编程 程序员 数据 软件开发 开发者 代码 数据库
烹饪 厨师 糕点 餐厅 面包店 厨房 西餐烹饪
物流 仓库 运输 发货 库存管理 货运 物流配送
教学 教师 教育 学校 儿童教育 课堂 辅导
机械 发动机 维修 汽车维修 技师 焊接 机械加工""",
}
EVERYDAY = {
    "es": "y de la en para que con me gusta quiero aprender sobre el una trabajar mi",
    "en": "and of the in for that with I like want to learn about a work my",
    "pt": "e de a em para que com eu gosto quero aprender sobre o uma trabalhar meu",
    "ru": "и в на для что с мне нравится хочу учиться о работа мой это",
    "ar": "و في من إلى على أن مع أحب أريد تعلم عن هذا عمل",
    "zh": "我 想 学习 喜欢 和 的 在 工作 关于 希望",
}
Texts = list[str]
Comparing = Callable[[Texts, Texts], np.ndarray]


def cohort(language: str, form: str, seed: int) -> tuple[Texts, Texts, np.ndarray]:
    """Give what mentees and mentors write, and which of them are of the same field, shape (mentees, mentors)."""
    rng = np.random.default_rng(seed)
    fields = [line.split() for line in FIELDS[language].splitlines()]
    mine, theirs = (rng.integers(0, len(fields), PEOPLE) for _ in range(2))
    left, right = ([_text(rng, fields, at, language, form) for at in side] for side in (mine, theirs))
    return left, right, mine[:, None] == theirs[None]


def _text(rng: np.random.Generator, fields: list[list[str]], own: int, language: str, form: str) -> str:
    if form == "word":
        return str(rng.choice(fields[own]))
    other = fields[int(rng.integers(len(fields)))]
    words = [*rng.choice(fields[own], rng.integers(2, 4), replace=False), *rng.choice(other, rng.integers(0, 3), replace=False)]
    if form == "sentence":
        words += list(rng.choice(EVERYDAY[language].split(), rng.integers(3, 9)))
    rng.shuffle(words)
    text = "; ".join(words) if form == "list" else ("" if language == "zh" else " ").join(words)
    return _without_accents(text) if language in ("es", "pt") and rng.random() < 0.3 else text


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def by_mentorkit(left: Texts, right: Texts) -> np.ndarray:
    """Give the scores of a programme whose only criterion is `text`."""
    from pandas import DataFrame, Index

    sides = [
        DataFrame({"text": texts}, index=Index([f"{letter}{at:03d}" for at in range(len(texts))], name="id"))
        for letter, texts in (("e", left), ("k", right))
    ]
    criterion = {"id": "text", "kind": "text", "mentee": "text", "mentor": "text"}
    found = scores(Roster(*sides), Program(program="Text", criteria=[criterion]))
    return found.block(np.arange(len(left)), np.arange(len(right)))


def by_tfidf(**settings) -> Comparing:
    """Give scikit-learn's TF-IDF."""

    def compared(left: Texts, right: Texts) -> np.ndarray:
        from sklearn.feature_extraction.text import TfidfVectorizer

        fitted = TfidfVectorizer(**settings).fit([*left, *right])
        return (fitted.transform(left) @ fitted.transform(right).T).toarray()

    return compared


WAYS: dict[str, Comparing] = {
    "text": by_mentorkit,
    "words": by_tfidf(),
    "characters": by_tfidf(analyzer="char", ngram_range=(3, 5), sublinear_tf=True),
    "inside words": by_tfidf(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
}


def standing(table: np.ndarray, same: np.ndarray) -> float:
    """Give how often a mentor of the own field stands before one of another; equal scores count half."""
    found = []
    for line, own in zip(table, same, strict=True):
        if own.any() and not own.all():
            mine, others = line[own][:, None], line[~own][None]
            found.append(((mine > others) + (mine == others) / 2).mean())
    return float(np.mean(found))


def measured(cohorts: int = COHORTS, languages=tuple(FIELDS), forms=FORMS) -> list[dict[str, object]]:
    """Give by language and form each way's standings, one a cohort."""
    rows = []
    for language in languages:
        for form in forms:
            people = [cohort(language, form, seed) for seed in range(cohorts)]
            ways = {name: [standing(way(a, b), same) for a, b, same in people] for name, way in WAYS.items()}
            rows.append({"language": language, "form": form, "ways": ways})
    return rows


if __name__ == "__main__":
    print("language | form | " + " | ".join(WAYS) + " | text − best of the others")
    for row in measured(int(sys.argv[1]) if sys.argv[1:] else COHORTS):
        ways = {name: np.array(found) for name, found in row["ways"].items()}
        best = max(list(WAYS)[1:], key=lambda name: ways[name].mean())
        apart = ways["text"] - ways[best]
        means = " | ".join(f"{found.mean():.3f}" for found in ways.values())
        print(f"{row['language']} | {row['form']} | {means} | {apart.mean():+.3f} ± {apart.std(ddof=1) / len(apart) ** 0.5:.3f}")

"""What views are made of, in words: hours, weather, seasons and lands, as (English, German) names."""

HOUR_NAMES = {
    "dawn": (["at dawn", "at sunrise", "early in the morning"], ["im Morgengrauen", "bei Sonnenaufgang", "am frühen Morgen"]),
    "noon": (["at noon", "at midday", "in bright daylight"], ["am Mittag", "zur Mittagszeit", "am helllichten Tag"]),
    "dusk": (["at dusk", "in the evening", "at sunset"], ["in der Abenddämmerung", "am Abend", "bei Sonnenuntergang"]),
    "night": (["at night", "at midnight", "by moonlight"], ["bei Nacht", "um Mitternacht", "im Mondlicht"]),
}
WEATHER = {
    "clear": ([""], [""]),
    "cloudy": (["under gray clouds", "on a cloudy day", "with an overcast sky"], ["unter grauen Wolken", "bei bewölktem Himmel", "bei trübem Wetter"]),
    "rain": (["in the rain", "on a rainy day", "with heavy rain"], ["im Regen", "an einem regnerischen Tag", "bei starkem Regen"]),
    "snowfall": (["in falling snow", "while it snows", "in a snow flurry"], ["bei Schneefall", "während es schneit", "im Schneegestöber"]),
    "fog": (["in the fog", "in thick mist", "on a foggy day"], ["im Nebel", "bei dichtem Nebel", "an einem nebligen Tag"]),
    "storm": (["in a thunderstorm", "with lightning", "during a storm"], ["bei Gewitter", "mit einem Blitz", "während eines Sturms"]),
    "rainbow": (["with a rainbow", "under a rainbow", "after the rain"], ["mit einem Regenbogen", "unter einem Regenbogen", "nach dem Regen"]),
}
SEASONS = {"spring": (["in spring", "in April"], ["im Frühling", "im April"]), "summer": (["in summer", "in July"], ["im Sommer", "im Juli"]), "autumn": (["in autumn", "in the fall", "in October"], ["im Herbst", "im Oktober"]), "winter": (["in winter", "in January"], ["im Winter", "im Januar"])}
NAMES = {
    "lake": (["a lake", "a mountain lake"], ["ein See", "ein Bergsee"]), "river": (["a river", "a winding river", "a stream"], ["ein Fluss", "ein Bach"]),
    "island": (["a small island", "an island in the sea"], ["eine kleine Insel", "eine Insel im Meer"]), "village": (["a village", "a small town", "cottages"], ["ein Dorf", "eine Kleinstadt"]),
    "road": (["a road", "a country road", "a highway"], ["eine Straße", "eine Landstraße"]), "park": (["a park", "a garden with a path"], ["ein Park", "ein Garten mit einem Weg"]),
    "volcano": (["an erupting volcano", "a volcano with lava"], ["ein ausbrechender Vulkan", "ein Vulkan mit Lava"]), "canyon": (["a canyon", "a rocky gorge"], ["eine Schlucht", "ein felsiges Tal"]),
    "waterfall": (["a waterfall", "a cascade"], ["ein Wasserfall"]), "harbor": (["a harbor", "a pier", "a jetty"], ["ein Hafen", "ein Steg"]),
    "jungle": (["a jungle", "a rainforest"], ["ein Dschungel", "ein Regenwald"]), "ice": (["icebergs", "the arctic"], ["Eisberge", "die Arktis"]),
    "farm": (["a wheat field", "farmland", "a ploughed field"], ["ein Weizenfeld", "Ackerland", "ein gepflügter Acker"]), "coast": (["a cliff by the sea", "a rocky coast"], ["eine Klippe am Meer", "eine Steilküste"]),
    "vineyard": (["a vineyard"], ["ein Weinberg"]), "moor": (["a swamp", "a moor"], ["ein Sumpf", "ein Moor"]),
    "deep": (["under water", "the deep sea", "an underwater world"], ["unter Wasser", "die Tiefsee", "eine Unterwasserwelt"]), "space": (["outer space", "in space", "the universe"], ["das Weltall", "im Weltraum", "das Universum"]),
}  # fmt: skip

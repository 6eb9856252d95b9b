using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Engine.Tasks;

/// <summary>
/// Omniglot's published division of its fifty alphabets (Lake, Salakhutdinov and Tenenbaum, 2015): thirty to learn from, twenty to be
/// tested on. It has no validation set, so whole background alphabets are held out for that, by the rule of <see cref="ClassSplitter"/>.
/// </summary>
public static class OmniglotSets
{
    private const int FewestBackground = 3;

    /// <summary>The thirty alphabets of images_background.</summary>
    public static IReadOnlySet<string> Background { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Alphabet_of_the_Magi", "Anglo-Saxon_Futhorc", "Arcadian", "Armenian", "Asomtavruli_(Georgian)", "Balinese",
        "Bengali", "Blackfoot_(Canadian_Aboriginal_Syllabics)", "Braille", "Burmese_(Myanmar)", "Cyrillic", "Early_Aramaic",
        "Futurama", "Grantha", "Greek", "Gujarati", "Hebrew", "Inuktitut_(Canadian_Aboriginal_Syllabics)",
        "Japanese_(hiragana)", "Japanese_(katakana)", "Korean", "Latin", "Malay_(Jawi_-_Arabic)", "Mkhedruli_(Georgian)",
        "N_Ko", "Ojibwe_(Canadian_Aboriginal_Syllabics)", "Sanskrit", "Syriac_(Estrangelo)", "Tagalog", "Tifinagh",
    };

    /// <summary>The twenty alphabets of images_evaluation.</summary>
    public static IReadOnlySet<string> Evaluation { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Angelic", "Atemayar_Qelisayer", "Atlantean", "Aurek-Besh", "Avesta", "Ge_ez", "Glagolitic", "Gurmukhi", "Kannada",
        "Keble", "Malayalam", "Manipuri", "Mongolian", "Old_Church_Slavonic_(Cyrillic)", "Oriya", "Sylheti",
        "Syriac_(Serto)", "Tengwar", "Tibetan", "ULOG",
    };

    /// <summary>The published division, where classes of both sets are there and no others; null elsewhere.</summary>
    internal static ClassSplit[]? TryAssign(IReadOnlyList<(string Group, string Name)> classes)
    {
        var alphabets = classes.Select(c => c.Group).ToHashSet(StringComparer.Ordinal);
        var background = alphabets.Count(Background.Contains);
        if (background < FewestBackground || background == alphabets.Count || !alphabets.All(a => Background.Contains(a) || Evaluation.Contains(a)))
            return null;
        var learning = classes.Where(c => Background.Contains(c.Group)).ToArray();
        using var assigned = ClassSplitter.Assign(learning, ClassSplit.Validation).AsEnumerable().GetEnumerator();
        return [.. classes.Select(c => Background.Contains(c.Group) && assigned.MoveNext() ? assigned.Current : ClassSplit.Test)];
    }
}

using System.Globalization;

namespace WarpGrad.Cli.Recipes;

/// <summary>Reads lists of seeds such as <c>1-5</c> or <c>1,2,7-9</c>.</summary>
internal static class SeedList
{
    private const int Most = 1000;
    private const long Largest = 9007199254740991;

    /// <summary>The seeds in the order written.</summary>
    /// <param name="text">Numbers and ranges, separated by commas.</param>
    /// <exception cref="CliException">The text is no list of seeds.</exception>
    public static IReadOnlyList<long> Parse(string text)
    {
        var seeds = new List<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2)
                throw Refuse(text);
            var (first, last) = (Number(ends[0], text), Number(ends[^1], text));
            if (last < first)
                throw CliException.Usage($"The seeds '{part}' run backwards: write the smaller one first.");
            if (last - first >= Most - seeds.Count)
                throw CliException.Usage($"'{text}' are more than {Most} seeds.");
            for (var seed = first; seed <= last; seed++)
                seeds.Add(seed);
        }

        return seeds.Distinct().Count() == seeds.Count ? seeds : throw CliException.Usage($"'{text}' names a seed twice.");
    }

    private static long Number(string digits, string text) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Largest ? number : throw Refuse(text);

    private static CliException Refuse(string text) =>
        CliException.Usage($"'{text}' is no list of seeds: write numbers and ranges, such as 1-5 or 1,2,7-9.");
}

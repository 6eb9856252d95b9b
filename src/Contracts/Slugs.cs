using System.Text;

namespace WarpGrad.Contracts;

/// <summary>Names for addresses, made from names for people.</summary>
public static class Slugs
{
    /// <summary>Longest slug made.</summary>
    public const int Longest = 50;

    /// <summary>Lower-case letters, digits and single hyphens; <paramref name="fallback"/> where nothing remains.</summary>
    /// <param name="name">Name for people.</param>
    /// <param name="fallback">Used for names without Latin letters or digits.</param>
    public static string From(string name, string fallback)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        var text = slug.ToString()[..Math.Min(slug.Length, Longest)].Trim('-');
        return text.Length > 0 ? text : fallback;
    }

    /// <summary>The slug of a name, with a number behind it where another name has that already: different names can look alike in letters and digits.</summary>
    /// <param name="name">Name for people.</param>
    /// <param name="fallback">Used for names without Latin letters or digits.</param>
    /// <param name="taken">Slugs that others have.</param>
    public static string FreeFrom(string name, string fallback, IReadOnlyCollection<string> taken)
    {
        var wanted = From(name, fallback);
        return Enumerable.Range(1, taken.Count + 1)
            .Select(n => n == 1 ? wanted : $"{wanted}-{n}")
            .First(slug => !taken.Contains(slug));
    }
}

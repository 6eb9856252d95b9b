using System.Text;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Data;

namespace WarpGrad.Api.Teams;

/// <summary>Names for addresses, made from names for people.</summary>
internal static class TeamSlugs
{
    /// <summary>Lower-case letters, digits and single hyphens; <paramref name="fallback"/> where nothing remains.</summary>
    public static string From(string name, string fallback)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        var text = slug.ToString().Trim('-');
        return text.Length == 0 ? fallback : text[..Math.Min(text.Length, 50)].Trim('-');
    }

    /// <summary>A slug that no team has yet.</summary>
    public static async Task<string> FindFreeAsync(WarpGradDbContext database, string name, CancellationToken cancellation)
    {
        var wanted = From(name, "team");
        var taken = await database.Teams.Where(t => t.Slug.StartsWith(wanted)).Select(t => t.Slug).ToListAsync(cancellation);
        return Enumerable.Range(1, taken.Count + 1)
            .Select(n => n == 1 ? wanted : $"{wanted}-{n}")
            .First(slug => !taken.Contains(slug));
    }
}

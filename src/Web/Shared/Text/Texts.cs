using System.Globalization;

namespace WarpGrad.Web.Shared.Text;

/// <summary>Puts values into texts of the resources; translators may put the places in another order.</summary>
public static class Texts
{
    /// <summary>The text with its places <c>{0}</c>, <c>{1}</c> … filled.</summary>
    /// <param name="text">A text of the resources.</param>
    /// <param name="values">What goes into its places, as people read it (see <see cref="Say"/>).</param>
    public static string With(this string text, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, text, values);

    /// <summary>The parts of a text between its places, and the numbers of the places.</summary>
    /// <param name="text">A text of the resources.</param>
    /// <returns>Pieces in order: words with place -1, or no words with a place.</returns>
    public static IEnumerable<(string Words, int Place)> Pieces(string text)
    {
        var at = 0;
        while (text.IndexOf('{', at) is >= 0 and var open && text.IndexOf('}', open) is >= 0 and var close)
        {
            yield return (text[at..open], -1);
            yield return ("", int.Parse(text.AsSpan(open + 1, close - open - 1), CultureInfo.InvariantCulture));
            at = close + 1;
        }

        yield return (text[at..], -1);
    }
}

using System.Text;
using WarpGrad.Contracts.Models;

namespace WarpGrad.Api.Models.Cards;

/// <summary>Model cards as one Markdown text.</summary>
internal static class CardMarkdown
{
    public static string Write(string title, string description, IReadOnlyList<CardSection> sections)
    {
        var text = new StringBuilder().Append("# ").AppendLine(Plain(title));
        if (description.Length > 0)
            text.AppendLine().AppendLine(description);
        foreach (var section in sections)
        {
            text.AppendLine().Append("## ").AppendLine(section.Title).AppendLine();
            foreach (var fact in section.Facts)
                text.Append("- ").Append(Plain(fact.Name)).Append(": ").AppendLine(Plain(fact.Value));
            Table(text, section);
            foreach (var note in section.Notes)
                text.AppendLine().AppendLine(Plain(note));
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, CardSection section)
    {
        if (section.Table is not { Count: > 0 } table)
            return;
        if (section.Facts.Count > 0)
            text.AppendLine();
        text.AppendLine(Row(table[0])).AppendLine($"|{string.Concat(table[0].Select(_ => " --- |"))}");
        foreach (var row in table.Skip(1))
            text.AppendLine(Row(row));
    }

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(Plain))} |";

    /// <summary>Text whose characters mean nothing but themselves: names come from people.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (@"\`*_{}[]<>#|!".Contains(c, StringComparison.Ordinal))
                plain.Append('\\');
            plain.Append(c is '\r' or '\n' ? ' ' : c);
        }

        return plain.ToString();
    }
}

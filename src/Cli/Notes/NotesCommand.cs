using System.CommandLine;
using System.Text.Json.Nodes;
using WarpGrad.Cli.Access;

namespace WarpGrad.Cli.Notes;

/// <summary>The command <c>notes</c>: every call of the API in a language, from the installation's own description.</summary>
internal static class NotesCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var language = new Argument<string>("language") { Description = "The language of the notes." };
        language.AcceptOnlyFromAmong([.. Language.All.Select(known => known.Name)]);
        return new Command("notes", "Writes how every call of the API is made in a language, as Markdown.") { language }.Acts(async (parsed, installation, stop) =>
        {
            using var http = new HttpClient { BaseAddress = installation.Address };
            var document = JsonNode.Parse(await http.GetStringAsync("openapi/v1.json", stop))!;
            var chosen = Language.All.Single(known => known.Name == parsed.GetValue(language));
            await Console.Out.WriteAsync(Notes.Write(chosen, Operation.Read(document)));
            return ExitCodes.Success;
        });
    }
}

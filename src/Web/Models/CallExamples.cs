using System.Globalization;
using System.Text.Json;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.Models;

/// <summary>A language that examples are written in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Needs">What the example needs to run.</param>
/// <param name="Write">Writes a call.</param>
public sealed record CallLanguage(string Name, string Needs, Func<Call, string> Write);

/// <summary>Calls of adapt-and-predict, ready to be copied into a shell or a program.</summary>
public static class CallExamples
{
    /// <summary>The languages, the first of which is shown first.</summary>
    public static IReadOnlyList<CallLanguage> Languages { get; } =
    [
        new("curl", ModelsTexts.CurlNeeds, Curl),
        new("C#", ModelsTexts.CSharpNeeds, CSharp),
        new("Python", ModelsTexts.PythonNeeds, Python),
        new("JavaScript", ModelsTexts.JavaScriptNeeds, JavaScript),
    ];

    private static string Curl(Call call) => $"""
        curl "{call.Address}" \
          -H "Authorization: Bearer $WARPGRAD_TOKEN" \
        {(call.OfImages ? Form(call) : Body(call))}
        """;

    private static string Form(Call call) => string.Join(" \\\n",
    [
        .. call.Files.Support.Select(file => $"  -F {ForShell($"support:{file.Label}=@{file.Name}")}"), .. call.Files.Query.Select(name => $"  -F {ForShell($"query=@{name}")}"),
        .. call.Options.Select(option => $"  -F {option.Name}={option.Value}"),
    ]);

    private static string Body(Call call) => $"""
          -H "Content-Type: application/json" \
          -d '{call.Json}'
        """;

    private static string CSharp(Call call) => $$"""
        using WarpGrad.Client;
        using WarpGrad.Contracts.Adaptations;
        {{(call.Task.Family == TaskFamily.Maze ? "using WarpGrad.Contracts.Pictures;\n" : "")}}
        using var http = new HttpClient { BaseAddress = new Uri("{{call.Base}}") };
        var client = new WarpGradClient(http, new WarpGradClientOptions { AccessToken = _ => new(Environment.GetEnvironmentVariable("WARPGRAD_TOKEN")) });
        var answer = await client.Adaptations.AdaptAndPredictAsync("{{call.Team}}", "{{call.Model}}", new AdaptAndPredictRequest
        {
        {{Question(call)}}{{string.Concat(call.Options.Select(option => $"\n    {char.ToUpperInvariant(option.Name[0])}{option.Name[1..]} = {option.Value},"))}}
        }{{(call.How.Version is { } version ? $", \"{version}\"" : "")}});
        {{Print(call.Task.Family)}}
        """;

    private static string Question(Call call)
    {
        var asked = call.OfImages ? null : call.Question;
        return call.Task.Family switch
        {
            TaskFamily.Maze => $"    Maze = new() {{ {(asked!.Maze!.Walls is { } walls ? $"Walls = [{string.Join(", ", walls.Select(Quoted))}], " : "")}"
                + $"Goal = {Cell(asked.Maze.Goal)}, {(asked.Maze.Start is { } start ? $"Start = {Cell(start)}, " : "")}Seed = {asked.Maze.Seed} }},",
            TaskFamily.Surfaces => $"    Surface = new() {{ A = [{Numbers(asked!.Surface!.A)}], B = [{Numbers(asked.Surface.B)}], S = {Number(asked.Surface.S)}, Start = [{Numbers(asked.Surface.Start)}] }},",
            TaskFamily.Sinusoids or TaskFamily.ContinualSines => Lists(
                asked!.Support.Select(point => $"X = [{Numbers(point.X!)}], Y = [{Numbers(point.Y!)}]{(call.Task.Family == TaskFamily.ContinualSines ? $", Part = {point.Part}" : "")}"),
                asked.Query.Select(point => $"X = [{Numbers(point.X!)}]")),
            _ => Lists(
                call.Files.Support.Select(file => $"Label = {Quoted(file.Label)}, Image = File.ReadAllBytes({Quoted(file.Name)})"),
                call.Files.Query.Select(name => $"Image = File.ReadAllBytes({Quoted(name)})")),
        };
    }

    private static string Lists(IEnumerable<string> support, IEnumerable<string> query)
    {
        static string Entries(IEnumerable<string> entries) => string.Concat(entries.Select(entry => $"\n        new() {{ {entry} }},"));
        return $"    Support =\n    [{Entries(support)}\n    ],\n    Query =\n    [{Entries(query)}\n    ],";
    }

    private static string Cell(MazeCell cell) => $"new MazeCell({cell.Row}, {cell.Column})";

    private static string Numbers(IEnumerable<double> values) => string.Join(", ", values.Select(Number));

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    // As JSON writes it: C#, Python and JavaScript read that alike.
    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string ForShell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Print(TaskFamily family) => family switch
    {
        TaskFamily.Sinusoids or TaskFamily.ContinualSines => """
            foreach (var prediction in answer.Predictions)
                Console.WriteLine($"{prediction.Id}: {prediction.Y![0]}");
            """,
        TaskFamily.Maze or TaskFamily.Surfaces => """Console.WriteLine(string.Join(", ", answer.SupportLoss));""",
        _ => """
            foreach (var prediction in answer.Predictions)
                Console.WriteLine($"{prediction.Id}: {prediction.Label}, {prediction.Probabilities![prediction.Label!]:P1} sure");
            """,
    };

    private static string Python(Call call) => $$"""
        import os
        import requests

        answer = requests.post(
            "{{call.Address}}",
            headers={"Authorization": f"Bearer {os.environ['WARPGRAD_TOKEN']}"},
        {{(call.OfImages ? PythonForm(call) : $"    json={Indented(PythonJson(call), "    ")},")}}
        )
        answer.raise_for_status()
        print(answer.json()["{{Shown(call)}}"])
        """;

    private static string PythonForm(Call call) => string.Join('\n',
    [
        "    files=[", .. call.Files.Support.Select(file => $"        ({Quoted($"support:{file.Label}")}, open({Quoted(file.Name)}, \"rb\")),"),
        .. call.Files.Query.Select(name => $"        (\"query\", open({Quoted(name)}, \"rb\")),"), "    ],",
        .. call.Options.Count > 0 ? [$"    data={{{string.Join(", ", call.Options.Select(option => $"\"{option.Name}\": \"{option.Value}\""))}}},"] : Array.Empty<string>(),
    ]);

    // Of all that such a body holds, only truth is spelt another way in Python.
    private static string PythonJson(Call call) => call.Json.Replace(": false", ": False", StringComparison.Ordinal);

    private static string JavaScript(Call call) => $$"""
        {{(call.OfImages ? JavaScriptForm(call) : $"const body = JSON.stringify({call.Json});")}}
        const response = await fetch("{{call.Address}}", {
          method: "POST",
          headers: { Authorization: `Bearer ${process.env.WARPGRAD_TOKEN}`{{(call.OfImages ? "" : ", \"Content-Type\": \"application/json\"")}} },
          body,
        });
        const answer = await response.json();
        if (!response.ok) throw new Error(answer.detail ?? answer.title);
        console.log(JSON.stringify(answer.{{Shown(call)}}, null, 2));
        """;

    private static string JavaScriptForm(Call call) => string.Join('\n',
    [
        "import { openAsBlob } from \"node:fs\";", "", "const body = new FormData();",
        .. call.Files.Support.Select(file => $"body.append({Quoted($"support:{file.Label}")}, await openAsBlob({Quoted(file.Name)}), {Quoted(file.Name)});"),
        .. call.Files.Query.Select(name => $"body.append(\"query\", await openAsBlob({Quoted(name)}), {Quoted(name)});"),
        .. call.Options.Select(option => $"body.append(\"{option.Name}\", \"{option.Value}\");"),
    ]);

    private static string Shown(Call call) => call.Task.Family is TaskFamily.Maze or TaskFamily.Surfaces ? "supportLoss" : "predictions";

    private static string Indented(string text, string by) => text.Replace("\n", "\n" + by, StringComparison.Ordinal);
}

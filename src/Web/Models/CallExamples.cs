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
    private static readonly (string Label, string File)[] Files = [("cat", "cat-1.png"), ("cat", "cat-2.png"), ("dog", "dog-1.png"), ("dog", "dog-2.png")];

    /// <summary>The languages, the first of which is shown first.</summary>
    public static IReadOnlyList<CallLanguage> Languages { get; } =
    [
        new("curl", "Put the token into the environment variable WARPGRAD_TOKEN first.", Curl),
        new("C#", "Needs the project or package WarpGrad.Client, and the token in the environment variable WARPGRAD_TOKEN.", CSharp),
        new("Python", "Needs the package requests, and the token in the environment variable WARPGRAD_TOKEN.", Python),
        new("JavaScript", "For Node 20 or newer, as a module, with the token in the environment variable WARPGRAD_TOKEN.", JavaScript),
    ];

    private static string Curl(Call call) => $"""
        curl "{call.Address}" \
          -H "Authorization: Bearer $WARPGRAD_TOKEN" \
        {(call.OfImages ? Form(call) : Body(call))}
        """;

    private static string Form(Call call) => string.Join(" \\\n",
    [
        .. Files.Select(file => $"  -F \"support:{file.Label}=@{file.File}\""), "  -F \"query=@unknown.png\"",
        .. call.Options.Select(option => $"  -F \"{option.Name}={option.Value}\""),
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

    private static string Question(Call call) => call.Task.Family switch
    {
        TaskFamily.Sinusoids => """
                Support = [new() { X = [-2.0], Y = [-1.8] }, new() { X = [0.5], Y = [1.0] }, new() { X = [1.6], Y = [2.0] }, new() { X = [3.0], Y = [0.3] }],
                Query = [new() { X = [0.0] }, new() { X = [2.5] }],
            """,
        TaskFamily.ContinualSines => """
                Support =
                [
                    new() { X = [-4.5], Y = [0.9], Part = 0 }, new() { X = [-3.5], Y = [0.3], Part = 0 },
                    new() { X = [-2.5], Y = [-0.8], Part = 1 }, new() { X = [-1.5], Y = [-1.3], Part = 1 },
                ],
                Query = [new() { X = [-4.0] }, new() { X = [-2.0] }],
            """,
        TaskFamily.Maze => $"    Maze = new() {{ Goal = new MazeCell(1, {call.Task.Maze.Size - 2}), Seed = 1 }},",
        TaskFamily.Surfaces => "    Surface = new() { A = [1, 1, 1], B = [3, 5, 1], S = 5, Start = [0.4, 2.4] },",
        _ => string.Join('\n',
        [
            "    Support =", "    [", .. Files.Select(file => $"        new() {{ Label = \"{file.Label}\", Image = File.ReadAllBytes(\"{file.File}\") }},"), "    ],",
            "    Query = [new() { Image = File.ReadAllBytes(\"unknown.png\") }],",
        ]),
    };

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
        "    files=[", .. Files.Select(file => $"        (\"support:{file.Label}\", open(\"{file.File}\", \"rb\")),"), "        (\"query\", open(\"unknown.png\", \"rb\")),", "    ],",
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
        .. Files.Select(file => $"body.append(\"support:{file.Label}\", await openAsBlob(\"{file.File}\"), \"{file.File}\");"),
        "body.append(\"query\", await openAsBlob(\"unknown.png\"), \"unknown.png\");",
        .. call.Options.Select(option => $"body.append(\"{option.Name}\", \"{option.Value}\");"),
    ]);

    private static string Shown(Call call) => call.Task.Family is TaskFamily.Maze or TaskFamily.Surfaces ? "supportLoss" : "predictions";

    private static string Indented(string text, string by) => text.Replace("\n", "\n" + by, StringComparison.Ordinal);
}

using System.Text.Json;
using WarpGrad.Contracts.Adaptations;
using Xunit;

namespace WarpGrad.Integration.Tests.Documentation;

/// <summary>Every command of the pages for newcomers, as they would copy it.</summary>
public sealed class NewcomerTests(NewcomerFixture newcomer) : IClassFixture<NewcomerFixture>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Fact]
    public void The_quickstart_leads_from_a_zip_to_predictions()
    {
        var answer = JsonSerializer.Deserialize<AdaptAndPredictResponse>(newcomer.Printed[^2], Json)!;

        Assert.Equal(2, answer.Predictions.Count);
        Assert.All(answer.Predictions, prediction => Assert.Equal(1, prediction.Probabilities!.Values.Sum(), 0.001));
        Assert.Equal(["moon", "zigzag"], answer.Predictions[0].Probabilities!.Keys.Order());
    }

    [Fact]
    public void The_terminal_predicts_folders()
    {
        Assert.Contains("of 2 right", newcomer.Printed[^1], StringComparison.Ordinal);
        Assert.Contains("zigzag", newcomer.Printed[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_shell_block_of_the_page_of_the_api_does_what_it_says()
    {
        var blocks = newcomer.Blocks("api.md", "sh");
        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
            await newcomer.ShellAsync(block);
    }

    [Fact]
    public async Task Every_shell_block_of_the_readme_does_what_it_says()
    {
        // What its reader has clicked by then.
        await newcomer.ShellAsync("""
            ./warpgrad cli runs submit omniglot-5way --name "Omniglot, 5-way 1-shot" --dataset $DATASET --watch \
              --set task.ways=2 --set outerLoop.metaSteps=2 --set evaluation.tasks=5 --set evaluation.finalTasks=5
            """);
        var printed = new List<string>();
        foreach (var block in newcomer.Blocks("../README.md", "sh"))
            printed.Add(await newcomer.ShellAsync(block));

        Assert.Equal(3, printed.Count);
        Assert.Contains("\"label\"", printed[0], StringComparison.Ordinal);
        Assert.Contains("validation.accuracy.after", printed[1], StringComparison.Ordinal);
        Assert.Contains("of 2 right", printed[1], StringComparison.Ordinal);
        Assert.Contains("sinusoid", printed[2], StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("python", "python3", "question.py")]
    [InlineData("js", "node", "question.mjs")]
    public async Task The_same_question_is_asked_from_other_languages(string language, string interpreter, string file)
    {
        Skip.IfNot(IsThere(interpreter), $"{interpreter} is not installed.");

        var printed = await newcomer.ProgramAsync(interpreter, file, Assert.Single(newcomer.Blocks("api.md", language)));

        Assert.Equal(["moon", "zigzag"], printed.Trim().Split('\n').Select(line => line.Split(' ')[0]));
    }

    [SkippableTheory]
    [InlineData("python", "python", "python3", "every.py")]
    [InlineData("javascript", "js", "node", "every.mjs")]
    public async Task The_notes_on_a_language_are_what_the_installation_describes_and_every_call_in_them_works(string language, string fence, string interpreter, string file)
    {
        var page = $"clients/{language}.md";
        Assert.Equal(await newcomer.ShellAsync($"cat docs/{page}"), await newcomer.ShellAsync($"./warpgrad cli notes {language}"));

        Skip.IfNot(IsThere(interpreter), $"{interpreter} is not installed.");
        var printed = await newcomer.ProgramAsync(interpreter, file, string.Concat(newcomer.Blocks(page, fence)));

        Assert.Equal(["dataset ready", "moon", "zigzag"], printed.Trim().Split('\n').Select(line => line.StartsWith("dataset", StringComparison.Ordinal) ? line : line.Split(' ')[0]));
    }

    private static bool IsThere(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}

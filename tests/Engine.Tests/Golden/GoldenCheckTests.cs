using System.Text.Json.Nodes;
using WarpGrad.GoldenCheck;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Golden;

/// <summary>The check of golden files, by a file whose numbers can be worked out by hand and by what can be wrong with one.</summary>
public sealed class GoldenCheckTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"warpgrad-golden-{Guid.NewGuid():N}.json");

    private static string Coin => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "coin.json"));

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void A_file_worked_out_by_hand_passes(ScalarType type)
    {
        var results = Check(Coin, type);

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.Equal(
            ["logits_at_init", "trajectory", "init.leap_norm", "init.leap_no_norm", "init.reptile_theta_K", "maml.fomaml", "maml.maml"],
            results.Select(result => result.Section));
    }

    [Theory]
    [InlineData("trajectory[0].losses[1]", "trajectory")]
    [InlineData("trajectory[0].params[2].head.weight.data[1]", "trajectory")]
    [InlineData("trajectory[0].test_loss_after[0].running_statistics", "trajectory")]
    [InlineData("init.leap_norm.head.bias.data[0]", "init.leap_norm")]
    [InlineData("maml[0].grads.head.weight.data[0]", "maml.fomaml")]
    [InlineData("maml[1].meta_loss", "maml.maml")]
    [InlineData("logits_at_init[0].data[1]", "logits_at_init")]
    public void A_number_that_is_off_fails_its_section_alone(string place, string section)
    {
        var results = Check(Changed(file => Replace(file, place, node => node.GetValue<double>() + 1e-6)));

        var failed = Assert.Single(results, result => result.Failure is not null);
        Assert.Equal(section, failed.Section);
        Assert.Contains("is off by", failed.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curvature")]
    [InlineData("init.curvature")]
    [InlineData("trajectory[0].curvature")]
    public void A_part_that_is_not_known_counts_as_a_failure(string place)
    {
        var results = Check(Changed(file => Replace(file, place, _ => 1.5)));

        var failed = Assert.Single(results, result => result.Failure is not null);
        Assert.Equal(place, failed.Section);
        Assert.StartsWith("not checked", failed.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void An_algorithm_that_is_not_known_counts_as_a_failure()
    {
        var results = Check(Changed(file => Replace(file, "maml[0].algorithm", _ => "imaml")));

        var failed = Assert.Single(results, result => result.Failure is not null && result.Section == "maml.imaml");
        Assert.StartsWith("not checked", failed.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_fewer_sections_passes()
    {
        var results = Check(Changed(file =>
        {
            foreach (var section in new[] { "logits_at_init", "trajectory", "maml" })
                file.AsObject().Remove(section);
        }));

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.Equal(3, results.Count);
    }

    [Theory]
    [InlineData("model.layers[0].kind", "\"spline\"", "model.layers[0].kind: 'spline' is no known kind of layer")]
    [InlineData("model.layers[0].in", "-1", "model.layers[0].in: must be a whole number")]
    [InlineData("model.layers[0].role", "\"extra\"", "model.layers[0].role: is 'extra'")]
    [InlineData("weights", "{}", "weights: 'head.weight' is missing")]
    [InlineData("weights.head.bias.shape", "[3]", "weights.head.bias: holds 2 numbers; its shape [3] needs 3")]
    [InlineData("tasks[0].train[0].y", "[0, 0]", "tasks[0].train[0]: has 1 inputs and 2 labels")]
    [InlineData("tasks", "[]", "tasks: there is no task")]
    [InlineData("inner_optimizer.name", "\"rprop\"", "inner_optimizer.name: 'rprop' is no known optimiser")]
    [InlineData("inner_optimizer.lr", "\"fast\"", "inner_optimizer.lr: must be a number")]
    [InlineData("schema", "\"warpgrad-golden/9\"", "schema: is 'warpgrad-golden/9'")]
    public void A_file_that_cannot_be_used_says_where_and_why(string place, string json, string message)
    {
        var result = Assert.Single(Check(Changed(file => Replace(file, place, _ => JsonNode.Parse(json)!))));

        Assert.StartsWith(message, result.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1, byte 1: this is not JSON")]
    [InlineData("{\n  \"model\": oops\n}", "line 2, byte 12: this is not JSON")]
    [InlineData("[]", "the file: must be an object")]
    public void Text_that_is_no_case_says_so(string text, string message)
    {
        var result = Assert.Single(Check(text));

        Assert.StartsWith(message, result.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_network_has_the_tolerance_stated_for_it()
    {
        Assert.Equal(1e-9, Check(Coin)[0].Allowed);
        Assert.Equal(1e-5, Check(Coin, ScalarType.Float32)[0].Allowed);
    }

    private IReadOnlyList<SectionResult> Check(string json, ScalarType type = ScalarType.Float64)
    {
        File.WriteAllText(_path, json);
        return CaseCheck.Run(_path, type);
    }

    private static string Changed(Action<JsonNode> change)
    {
        var file = JsonNode.Parse(Coin)!;
        change(file);
        return file.ToJsonString();
    }

    /// <summary>Sets what stands at a place such as <c>a.b[2].c</c>; names with a dot in them are found as well.</summary>
    private static void Replace(JsonNode at, string place, Func<JsonNode, JsonNode> change)
    {
        if (at is JsonArray list)
        {
            var end = place.IndexOf(']', StringComparison.Ordinal);
            var index = int.Parse(place[1..end], System.Globalization.CultureInfo.InvariantCulture);
            if (end + 1 == place.Length)
                list[index] = change(list[index]!);
            else
                Replace(list[index]!, place[(end + 1)..].TrimStart('.'), change);
            return;
        }

        var entries = at.AsObject();
        var name = entries.Select(entry => entry.Key).Where(key => place == key || place.StartsWith(key + '.', StringComparison.Ordinal) || place.StartsWith(key + '[', StringComparison.Ordinal))
            .MaxBy(key => key.Length) ?? place;
        if (name == place)
            entries[name] = change(entries[name] ?? JsonValue.Create(0));
        else
            Replace(entries[name]!, place[name.Length..].TrimStart('.'), change);
    }
}

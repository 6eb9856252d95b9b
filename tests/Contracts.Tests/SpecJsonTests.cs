using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Tests;

/// <summary>Documents that are no specs are refused with what to change.</summary>
public sealed class SpecJsonTests
{
    [Theory]
    [InlineData("""{"innerLoop":{"steps":"five"}}""", "innerLoop.steps", "'innerLoop.steps' takes a whole number from 0 to 1000, not \"five\".")]
    [InlineData("""{"innerLoop":{"steps":2.5}}""", "innerLoop.steps", "'innerLoop.steps' takes a whole number from 0 to 1000, not 2.5.")]
    [InlineData("""{"innerloop":{"Steps":null}}""", "innerloop.Steps", "'innerloop.Steps' takes a whole number from 0 to 1000.")]
    [InlineData("""{"task":{"rotations":"yes"}}""", "task.rotations", "'task.rotations' takes true or false, not \"yes\".")]
    [InlineData("""{"learner":{"head":"prototype"}}""", "learner.head", "'learner.head' takes one of fixed, shared, proto, not \"prototype\".")]
    [InlineData("""{"task":{"dataset":"omniglot"}}""", "task.dataset", "'task.dataset' takes an id, not \"omniglot\".")]
    [InlineData("""{"innerLoop":5}""", "innerLoop", "'innerLoop' takes an object of fields, such as 'innerLoop.steps'.")]
    [InlineData("""{"innerLoop":{"stepz":5}}""", "innerLoop.stepz", "There is no field 'innerLoop.stepz'. Similar ones: innerLoop.steps.")]
    [InlineData("""{"shots":5}""", "shots", "There is no field 'shots'. Similar ones: task.shots")]
    [InlineData("""{"zebra":5}""", "zebra", "There is no field 'zebra'.")]
    [InlineData("[]", "", "A run spec must be a JSON object.")]
    [InlineData("null", "", "A run spec must be a JSON object.")]
    public void A_document_that_is_no_spec_is_refused_with_what_to_change(string document, string path, string words)
    {
        var spec = SpecJson.TryRead(JsonNode.Parse(document), out var error);

        Assert.Null(spec);
        Assert.Equal(path, error!.Path);
        Assert.StartsWith(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_longer_than_any_field_s_is_like_none() =>
        Assert.Empty(SpecHints.Similar($"{new string('a', 1_000_000)}.steps"));

    [Fact]
    public void Overrides_leave_the_rest_of_a_section_alone_whatever_the_case_of_its_name()
    {
        var document = JsonNode.Parse("""{"innerLoop":{"steps":7,"learningRate":0.25}}""")!.AsObject();

        var spec = SpecJson.TryRead(SpecJson.Merge(document, JsonNode.Parse("""{"INNERLOOP":{"Steps":3}}""")!.AsObject()), out _);

        Assert.Equal((3, 0.25), (spec!.InnerLoop.Steps, spec.InnerLoop.LearningRate));
    }
}

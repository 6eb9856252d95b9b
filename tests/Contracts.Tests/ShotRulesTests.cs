using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Tests;

/// <summary>Test tasks of more shots need more images.</summary>
public sealed class ShotRulesTests
{
    private static readonly DatasetShape Data = new(1, 28, 28,
        [.. Enum.GetValues<ClassSplit>().SelectMany(split => Enumerable.Repeat(new ClassShape("", split, 10), 5))]);

    [Theory]
    [InlineData(0, true)]
    [InlineData(5, true)]
    [InlineData(10, false)]
    public void More_shots_than_the_images_of_a_class_are_refused_and_the_field_is_named(int most, bool fits)
    {
        var spec = new RunSpec { Task = new TaskSpec { Ways = 5, Shots = 1, Queries = 5 }, Evaluation = new EvaluationSpec { MostShots = most } };

        var errors = DataRules.Check(spec, Data);

        Assert.Equal(fits ? [] : ["evaluation.mostShots"], errors.Select(error => error.Path));
    }

    [Fact]
    public void Further_shots_leave_out_those_of_training()
    {
        var evaluation = new EvaluationSpec { MostShots = 10 };

        Assert.Equal([1, 2, 10], evaluation.FurtherShots(new TaskSpec { Shots = 5 }));
        Assert.Empty(evaluation.FurtherShots(new TaskSpec { Family = TaskFamily.Maze }));
    }
}

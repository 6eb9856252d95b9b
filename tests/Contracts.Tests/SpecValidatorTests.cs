using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Tests;

/// <summary>Specs that do not fit together are refused at the field to change, in words that say how.</summary>
public sealed class SpecValidatorTests
{
    private static readonly RunSpec Valid = new() { Task = new TaskSpec { Dataset = Guid.NewGuid() } };

    public static TheoryData<string, string> Misfits => new()
    {
        { """{"learner":{"architecture":"mlp"}}""", "learner.warp" },
        { """{"device":"tpu"}""", "device" },
        { """{"device":"cuda:"}""", "device" },
        { """{"device":"cuda:01"}""", "device" },
        { """{"device":"cuda","task":{"family":"sinusoids"},"learner":{"architecture":"mlp","warp":"linear"}}""", "device" },
        { """{"precision":"mixed","task":{"family":"sinusoids"},"learner":{"architecture":"mlp","warp":"linear"}}""", "precision" },
        { """{"learner":{"warp":"linear"}}""", "learner.warp" },
        { """{"learner":{"warp":"residual","warpStart":"identity"}}""", "learner.warpStart" },
        { """{"learner":{"warpedLayers":"conv2, conv7"}}""", "learner.warpedLayers" },
        { """{"learner":{"warpHead":true,"head":"proto"}}""", "learner.warpHead" },
        { """{"task":{"distortedTasks":0.5},"metaLearner":{"algorithm":"fineTuning"}}""", "task.distortedTasks" },
        { """{"learner":{"architecture":"resNet12","filters":512}}""", "learner.filters" },
        { """{"learner":{"warp":"none"},"metaLearner":{"initialization":"none"}}""", "metaLearner.initialization" },
        { """{"metaLearner":{"algorithm":"continual","initialization":"maml"}}""", "metaLearner.algorithm" },
        { """{"metaLearner":{"objective":"trajectory","initialization":"leap"}}""", "metaLearner.objective" },
        { """{"innerLoop":{"steps":0}}""", "innerLoop.steps" },
        { """{"innerLoop":{"learnedRates":"perTensor"},"metaLearner":{"objective":"noStep"}}""", "innerLoop.learnedRates" },
        { """{"innerLoop":{"learnedRates":"perTensor"},"metaLearner":{"lookAhead":"plain"}}""", "metaLearner.lookAhead" },
        { """{"innerLoop":{"learnedRates":"elementWise","optimizer":"adam"}}""", "innerLoop.optimizer" },
        { """{"innerLoop":{"momentum":1.5}}""", "innerLoop.momentum" },
        { """{"outerLoop":{"warp":{"clipNorm":-1}}}""", "outerLoop.warp.clipNorm" },
        { """{"innerLoop":{"clipNorm":-1}}""", "innerLoop.clipNorm" },
        { """{"innerLoop":{"steps":0},"metaLearner":{"initialization":"maml"}}""", "metaLearner.objective" },
        { """{"innerLoop":{"steps":0},"learner":{"warp":"none"},"metaLearner":{"initialization":"fomaml"}}""", "metaLearner.objective" },
        { """{"innerLoop":{"adapts":"head"},"task":{"family":"sinusoids"},"learner":{"architecture":"mlp","warp":"linear"}}""", "innerLoop.adapts" },
        { """{"innerLoop":{"learnedRates":"perTensor"},"task":{"family":"surfaces"},"learner":{"architecture":"point","warp":"residual"},"metaLearner":{"initialization":"none"}}""", "innerLoop.learnedRates" },
        { """{"metaLearner":{"pretraining":0.5},"task":{"family":"sinusoids"},"learner":{"architecture":"mlp","warp":"linear"}}""", "metaLearner.pretraining" },
        { """{"metaLearner":{"pretraining":0.5,"algorithm":"fineTuning"}}""", "metaLearner.pretraining" },
        { """{"metaLearner":{"pretraining":0.5,"algorithm":"continual","initialization":"stream"},"learner":{"head":"fixed"},"outerLoop":{"metaBatch":1}}""", "metaLearner.pretraining" },
        { """{"metaLearner":{"algorithm":"continual","initialization":"stream"},"outerLoop":{"metaBatch":1}}""", "learner.head" },
        { """{"learner":{"architecture":"mlp","warp":"linear","hiddenLayers":2,"warpedLayers":"linear1, linear2"}}""", "learner.warpedLayers" },
        { """{"evaluation":{"warpStatistics":true},"learner":{"architecture":"mlp","warp":"linear"}}""", "evaluation.warpStatistics" },
        { """{"evaluation":{"warpStatistics":true},"task":{"family":"sinusoids"},"learner":{"architecture":"mlp","warp":"linear"}}""", "evaluation.warpStatistics" },
        { """{"outerLoop":{"tasksAtOnce":2},"innerLoop":{"clipNorm":1},"task":{"family":"sinusoids"},"learner":{"architecture":"mlp","warp":"linear"}}""", "outerLoop.tasksAtOnce" },
        { """{"outerLoop":{"tasksAtOnce":2},"metaLearner":{"algorithm":"fineTuning"}}""", "outerLoop.tasksAtOnce" },
        { """{"outerLoop":{"tasksAtOnce":2},"innerLoop":{"clipNorm":1}}""", "outerLoop.tasksAtOnce" },
        { """{"outerLoop":{"tasksAtOnce":65}}""", "outerLoop.tasksAtOnce" },
    };

    public static TheoryData<string> Fits =>
    [
        "{}",
        """{"device":"cuda:1","precision":"mixed","tf32":true}""",
        """{"device":"cpu"}""",
        """{"outerLoop":{"tasksAtOnce":4}}""",
        """{"outerLoop":{"tasksAtOnce":4},"metaLearner":{"algorithm":"online","pointsPerUpdate":3}}""",
        """{"outerLoop":{"tasksAtOnce":4},"metaLearner":{"algorithm":"continual","pointsPerUpdate":3}}""",
        """{"outerLoop":{"tasksAtOnce":4},"metaLearner":{"pointsPerUpdate":3,"pointsPerTask":2}}""",
        """{"outerLoop":{"tasksAtOnce":4},"task":{"family":"sinusoids"},"learner":{"architecture":"mlp","warp":"linear"}}""",
        """{"evaluation":{"warpStatistics":true}}""",
        """{"learner":{"architecture":"mlp","warp":"linear","hiddenLayers":2,"warpedLayers":"linear1, linear2","head":"shared"}}""",
        """{"metaLearner":{"algorithm":"continual","initialization":"stream"},"learner":{"head":"fixed"},"outerLoop":{"metaBatch":1}}""",
        """{"innerLoop":{"steps":0},"learner":{"warp":"none","head":"shared"},"metaLearner":{"initialization":"maml"}}""",
        """{"learner":{"architecture":"mlp","warp":"linear","warpStart":"identity"}}""",
        """{"learner":{"architecture":"mlp","warp":"residual","warpStart":"identity"}}""",
        """{"learner":{"architecture":"resNet12","warp":"residualTwoLayers","filters":64}}""",
        """{"learner":{"warp":"none","warpedLayers":"conv2,norm2"}}""",
        """{"learner":{"warp":"none","warpHead":true,"head":"fixed"},"metaLearner":{"initialization":"none"}}""",
        """{"metaLearner":{"algorithm":"none","initialization":"none"},"learner":{"warp":"none"}}""",
        """{"innerLoop":{"steps":0},"metaLearner":{"objective":"trajectory","initialization":"maml"},"learner":{"warp":"none"}}""",
    ];

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_fit_is_refused_at_its_field(string overrides, string path)
    {
        var error = Assert.Single(SpecValidator.Validate(Spec(overrides)), error => error.Path == path);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void What_fits_is_accepted(string overrides) => Assert.Empty(SpecValidator.Validate(Spec(overrides)));

    [Fact]
    public void Every_recipe_is_valid_and_says_where_it_comes_from_and_what_to_expect()
    {
        Assert.NotEmpty(Recipes.All);
        Assert.All(Recipes.All, recipe =>
        {
            Assert.Empty(SpecValidator.Validate(Spec(recipe.Spec.ToJsonString())));
            Assert.All(new[] { recipe.Title, recipe.Source, recipe.Expected }, text => Assert.False(string.IsNullOrWhiteSpace(text)));
        });
    }

    [Fact]
    public void Every_field_explains_itself()
    {
        Assert.All(SpecFields.All, field =>
        {
            Assert.NotEmpty(field.Label);
            Assert.EndsWith(".", field.Help, StringComparison.Ordinal);
            if (field.Kind is SpecFieldKind.Integer or SpecFieldKind.Number)
                Assert.True(field is { Min: not null, Max: not null }, field.Path);
        });
    }

    private static RunSpec Spec(string overrides)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(SpecJson.Write(Valid))!.AsObject();
        var spec = SpecJson.TryRead(SpecJson.Merge(document, System.Text.Json.Nodes.JsonNode.Parse(overrides)!.AsObject()), out var error);
        Assert.True(spec is not null, error?.Message);
        return spec;
    }
}

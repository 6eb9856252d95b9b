using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Meta;

/// <summary>Takes over what a model learned as the start of another run.</summary>
internal static class ModelStart
{
    /// <summary>Makes sure that the learner has exactly the model's parameters.</summary>
    /// <exception cref="ModelMismatchException">When it has others.</exception>
    public static void Check(Learner learner, MetaParameters model)
    {
        foreach (var (role, part, given) in new[] { (LayerRole.Warp, "warp", model.Phi), (LayerRole.Adapt, "initialisation", model.Initialization), (LayerRole.Rate, "learned rates", model.Rates) })
        {
            var wanted = learner.Parameters.Where(info => info.Role == role).Select(info => Describe(info.Name, info.Shape)).ToArray();
            var found = given.Names.Zip(given.Tensors, (name, tensor) => Describe(name, tensor.shape)).ToArray();
            if (!wanted.SequenceEqual(found))
                throw new ModelMismatchException($"in its {part} {List(found.Except(wanted))} where the spec asks for {List(wanted.Except(found))}");
        }
    }

    /// <summary>Copies in the run's precision, which the caller owns.</summary>
    public static ParameterSet Copy(ParameterSet set, Placement place)
    {
        using var scope = torch.NewDisposeScope();
        return set.Map(place.Put).DetachFromScope();
    }

    private static string Describe(string name, long[] shape) => $"{name} [{string.Join(", ", shape)}]";

    private static string List(IEnumerable<string> parameters) => parameters.ToArray() switch
    {
        [] => "nothing",
        [var one] => one,
        var several => $"{several[0]} and {several.Length - 1} more",
    };
}

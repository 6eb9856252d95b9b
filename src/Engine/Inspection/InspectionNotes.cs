using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Inspection;

/// <summary>Says what an inspection does not measure.</summary>
internal static class InspectionNotes
{
    /// <summary>Whole sentences.</summary>
    /// <param name="spec">Spec of the model.</param>
    /// <param name="steps">Steps that were followed.</param>
    public static IEnumerable<string> Of(RunSpec spec, int steps)
    {
        var learner = spec.Learner;
        var turned = LayerNames.Warped(learner);
        if (spec.Task.Family == TaskFamily.Maze)
            yield return learner.Warp == WarpDesign.Lstm
                ? "The warp of this model is an LSTM that scales the weights of the agent's network from move to move. It has no input and output of the same kind, so distance from the identity, Jacobian and alignment do not apply to it."
                : "This model has no warps.";
        else if (learner.Warp == WarpDesign.None && !learner.WarpHead && turned.Count == 0)
            yield return "This model has no warps: its gradients are the plain ones.";
        if (turned.Count > 0)
            yield return $"Layers of the network itself are held fixed as warps and stay in place when gradients are compared: {string.Join(", ", turned)}.";
        if (steps == 0)
            yield return "This model takes no adaptation steps, so there are no gradients to compare and nothing moves.";
        else if (steps < spec.InnerLoop.Steps)
            yield return $"Of {spec.InnerLoop.Steps} adaptation steps the first {steps} were followed.";
    }
}

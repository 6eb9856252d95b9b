namespace WarpGrad.Engine;

/// <summary>A model cannot be the start of a run because the run's learner has other parameters.</summary>
/// <param name="difference">What the model has and the spec asks for.</param>
public sealed class ModelMismatchException(string difference)
    : ArgumentException($"The model to start from has other layers: {difference}; keep the learner's settings as they are in its spec.");

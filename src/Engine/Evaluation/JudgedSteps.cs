namespace WarpGrad.Engine.Evaluation;

/// <summary>After which adaptation steps a learner is judged.</summary>
public static class JudgedSteps
{
    private const int Most = 20;

    /// <summary>0 and every step, or about twenty evenly spread ones of a long adaptation, the last always among them.</summary>
    /// <param name="steps">Adaptation steps.</param>
    public static IReadOnlyList<int> Of(int steps) => steps <= Most
        ? [.. Enumerable.Range(0, steps + 1)]
        : [.. Enumerable.Range(0, Most + 1).Select(i => (int)((long)i * steps / Most))];
}

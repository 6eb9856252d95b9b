namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>From logits to moves.</summary>
internal static class Policy
{
    /// <summary>Probabilities of the moves.</summary>
    /// <param name="logits">Logits.</param>
    /// <param name="probabilities">Receives as many probabilities.</param>
    public static void Softmax(ReadOnlySpan<double> logits, Span<double> probabilities)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        for (var i = 0; i < logits.Length; i++)
            sum += probabilities[i] = Math.Exp(logits[i] - largest);
        for (var i = 0; i < logits.Length; i++)
            probabilities[i] /= sum;
    }

    /// <summary>The move that a number stands for, where the numbers from 0 to 1 are dealt out to the moves by their probabilities.</summary>
    /// <param name="logits">Logits.</param>
    /// <param name="chance">A number in [0, 1).</param>
    public static Move Choose(ReadOnlySpan<double> logits, double chance)
    {
        Span<double> probabilities = stackalloc double[logits.Length];
        Softmax(logits, probabilities);
        var move = 0;
        for (var bound = probabilities[0]; move < logits.Length - 1 && chance >= bound; bound += probabilities[move])
            move++;
        return (Move)move;
    }
}

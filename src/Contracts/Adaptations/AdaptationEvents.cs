namespace WarpGrad.Contracts.Adaptations;

/// <summary>Names of the events of an answer that is streamed.</summary>
public static class AdaptationEvents
{
    /// <summary>A <see cref="TracedStep"/> on the way.</summary>
    public const string Step = "step";

    /// <summary>The <see cref="AdaptAndPredictResponse"/>; the last event.</summary>
    public const string Answer = "answer";

    /// <summary>Problem details; the last event.</summary>
    public const string Problem = "problem";

    /// <summary>An <see cref="AdaptationDetail"/> to look up later; the last event.</summary>
    public const string Pending = "pending";
}

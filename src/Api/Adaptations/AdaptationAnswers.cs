using WarpGrad.Contracts.Adaptations;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>Adaptations as answers show them.</summary>
internal static class AdaptationAnswers
{
    /// <summary>An adaptation by id.</summary>
    public static AdaptationDetail Describe(Adaptation adaptation) => new(
        adaptation.Id, adaptation.State, adaptation.Result is null ? null : StoredJson.Read<AdaptAndPredictResponse>(adaptation.Result),
        adaptation.FailureReason, adaptation.CreatedAt, Kept(adaptation));

    /// <summary>A question that still waits.</summary>
    public static AdaptationDetail Pending(Adaptation asked, DateTimeOffset now) => new(asked.Id, AdaptationState.Pending, null, null, now, Kept(asked));

    private static KeptAdaptation? Kept(Adaptation adaptation) => adaptation.Kind != AdaptationKind.Keep ? null
        : new KeptAdaptation(adaptation.Name ?? "", adaptation.Examples, adaptation.Round, adaptation.ExpiresAt!.Value);
}

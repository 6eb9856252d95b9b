using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>What a model answers, whatever its family.</summary>
/// <param name="Labels">Labels in the order they first appeared; empty without labels.</param>
/// <param name="Predictions">One for each query.</param>
/// <param name="SupportLoss">Loss on the examples by step.</param>
/// <param name="Picture">What there is to see.</param>
/// <param name="LeaveOneOut">How the examples were predicted from each other.</param>
/// <param name="Warning">What is unlike meta-training.</param>
/// <param name="Trace">Predictions by step, where asked for.</param>
internal sealed record Answer(
    IReadOnlyList<string> Labels, IReadOnlyList<Prediction> Predictions, IReadOnlyList<double> SupportLoss, TaskPicture? Picture = null,
    LeaveOneOutResult? LeaveOneOut = null, string? Warning = null, IReadOnlyList<TracedStep>? Trace = null);

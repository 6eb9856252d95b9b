using System.Text.Json.Serialization;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Inspections;

/// <summary>Asks what the warps of a model do.</summary>
public sealed record InspectModelRequest
{
    /// <summary>
    /// Labelled images to look at the warps with, for models of images. When absent, the figures in the model's file are the answer, or
    /// tasks are drawn, where the family needs no dataset.
    /// </summary>
    public IReadOnlyList<SupportExample> Support { get; init; } = [];
}

/// <summary>What figures of an inspection were measured on.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<InspectionSource>))]
public enum InspectionSource
{
    /// <summary>Test tasks at the end of meta-training; the figures stand in the model's file.</summary>
    Training,

    /// <summary>Test tasks drawn when it was asked for, of a family that needs no dataset.</summary>
    Drawn,

    /// <summary>A caller's examples.</summary>
    Examples,
}

/// <summary>What the warps of a model do to activations and to gradients.</summary>
/// <param name="Source">What it was measured on.</param>
/// <param name="Tasks">Tasks it was measured on.</param>
/// <param name="Steps">Adaptation steps that were followed on each.</param>
/// <param name="Warps">The warp-layers, first applied first; empty where there are none that can be looked at by themselves.</param>
/// <param name="Layers">The layers that adapt.</param>
/// <param name="Notes">What could not be measured, and why, in whole sentences.</param>
public sealed record WarpInspection(
    InspectionSource Source, int Tasks, int Steps, IReadOnlyList<InspectedWarp> Warps, IReadOnlyList<InspectedLayer> Layers, IReadOnlyList<string> Notes);

/// <summary>A warp-layer ω at the activations a that enter it before adaptation.</summary>
/// <param name="Name">Name, such as <c>warp1</c>.</param>
/// <param name="Shape">Shape of one example's activations.</param>
/// <param name="Distance">‖ω(a) − a‖ / ‖a‖ over all of them: 0 for the identity.</param>
/// <param name="WeightDistance">‖W − I‖ / ‖I‖ where the warp is one linear operation with weight W; null for others.</param>
/// <param name="Jacobian">Its derivative; null where it was not finite.</param>
public sealed record InspectedWarp(string Name, IReadOnlyList<int> Shape, double? Distance, double? WeightDistance, InspectedJacobian? Jacobian);

/// <summary>
/// Singular values of the derivative of a warp with respect to its input: by how much it stretches each direction. Statistics of batch
/// normalisation are held fixed. Means over the points, the condition the median.
/// </summary>
/// <param name="Points">Activations at which it was taken.</param>
/// <param name="Dimensions">Directions of the input.</param>
/// <param name="Exact">
/// Whether these are all singular values. Otherwise they come from 32 steps of Golub-Kahan-Lanczos bidiagonalisation with products of the
/// Jacobian and a random start: the spectrum is an estimate, the largest is at least this large, the smallest at most this small, and
/// the condition at least this large.
/// </param>
/// <param name="Largest">Largest singular value.</param>
/// <param name="Smallest">Smallest singular value.</param>
/// <param name="Condition">Largest over smallest; null when some direction is cut off, so that it is infinite.</param>
/// <param name="Kept">Part of the directions that is not cut off.</param>
/// <param name="Spectrum">Singular values, ascending, by the part of the directions that has smaller ones.</param>
public sealed record InspectedJacobian(
    int Points, int Dimensions, bool Exact, double Largest, double Smallest, double? Condition, double Kept, IReadOnlyList<SpectrumPoint> Spectrum);

/// <summary>A point of a spectrum.</summary>
/// <param name="Share">Part of the directions with smaller singular values, 0 to 1.</param>
/// <param name="Value">The singular value.</param>
public sealed record SpectrumPoint(double Share, double Value);

/// <summary>A layer that adapts.</summary>
/// <param name="Name">Name, such as <c>conv1</c>.</param>
/// <param name="Parameters">Numbers in it.</param>
/// <param name="Alignment">
/// Cosine between its gradient through the network with warps and its gradient at the same place through the network without them, mean
/// over steps and tasks; 1 where warps do not turn it. Of surfaces: between the move that warped descent makes on the surface and
/// the surface's gradient. Null where it was not measured.
/// </param>
/// <param name="FirstAlignment">The same before the first step.</param>
/// <param name="Share">Its part of the squared length of all updates of adaptation; null where nothing moved.</param>
public sealed record InspectedLayer(string Name, long Parameters, double? Alignment, double? FirstAlignment, double? Share);

/// <summary>The answer to a question what the warps of a model do.</summary>
/// <param name="Model">Team and slug of the model, as <c>team/model</c>.</param>
/// <param name="Version">Version that was looked at.</param>
/// <param name="Inspection">The figures.</param>
public sealed record ModelInspection(string Model, int Version, WarpInspection Inspection);

/// <summary>An inspection by id.</summary>
/// <param name="Id">Id.</param>
/// <param name="State">State.</param>
/// <param name="Result">The figures when done.</param>
/// <param name="FailureReason">One sentence when failed.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record InspectionDetail(Guid Id, AdaptationState State, ModelInspection? Result, string? FailureReason, DateTimeOffset CreatedAt);

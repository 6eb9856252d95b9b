namespace WarpGrad.Contracts.Models;

/// <summary>What a model version is, written from what is recorded about it.</summary>
/// <param name="Title">Name of the model and number of the version.</param>
/// <param name="Sections">Task, data, network, method, result, comparisons, limits, licence, origin.</param>
/// <param name="Description">What its team writes about it, Markdown; to be shown as Markdown without HTML.</param>
/// <param name="Markdown">The whole card as one Markdown text.</param>
public sealed record ModelCard(string Title, IReadOnlyList<CardSection> Sections, string Description, string Markdown);

/// <summary>A part of a model card.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Facts">Names and values, in order.</param>
/// <param name="Table">A table with its heading row first; null where there is none.</param>
/// <param name="Notes">Sentences.</param>
public sealed record CardSection(
    string Title, IReadOnlyList<CardFact> Facts, IReadOnlyList<IReadOnlyList<string>>? Table, IReadOnlyList<string> Notes);

/// <summary>A named value.</summary>
public sealed record CardFact(string Name, string Value);

namespace WarpGrad.Contracts.Specs;

/// <summary>Something wrong with a <see cref="RunSpec"/>.</summary>
/// <param name="Path">Dotted JSON path of the field, empty for the document as a whole.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record SpecError(string Path, string Message);

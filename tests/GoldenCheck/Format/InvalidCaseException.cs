namespace WarpGrad.GoldenCheck.Format;

/// <summary>A case file that cannot be read, or describes something that the engine does not have.</summary>
/// <param name="where">Place in the file.</param>
/// <param name="what">What is wrong there.</param>
internal sealed class InvalidCaseException(string where, string what) : Exception($"{where}: {what}");

namespace WarpGrad.Jobs.Datasets;

/// <summary>An upload cannot become a dataset; the message tells the person what to mend.</summary>
public sealed class ImportRefusedException(string message) : Exception(message);

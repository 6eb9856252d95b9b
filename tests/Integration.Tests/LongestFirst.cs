using Xunit.Abstractions;

[assembly: TestCollectionOrderer("WarpGrad.Integration.Tests.LongestFirst", "WarpGrad.Integration.Tests")]

namespace WarpGrad.Integration.Tests;

/// <summary>
/// The collections that take longest, because their tests share a product and so come one after the other, begin first: one that began
/// last would have the machine to itself for minutes.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [ProductCollection.Name, Faults.FaultCollection.Name, nameof(BackupTests)];

    /// <inheritdoc />
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Place);

    /// <summary>A class that is in no collection is one of its own, with a name that ends with the class's.</summary>
    private static int Place(ITestCollection collection) =>
        Array.FindIndex(Longest, name => collection.DisplayName == name || collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal)) is var place and >= 0 ? place : Longest.Length;
}

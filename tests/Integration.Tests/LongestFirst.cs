using Xunit.Abstractions;

[assembly: TestCollectionOrderer("WarpGrad.Integration.Tests.LongestFirst", "WarpGrad.Integration.Tests")]

namespace WarpGrad.Integration.Tests;

/// <summary>
/// The collections whose classes share a product, and so come one after the other, begin first: one that began last would have the
/// machine to itself for minutes.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [ProductCollection.Name, Faults.FaultCollection.Name];

    /// <inheritdoc />
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.IndexOf(Longest, collection.DisplayName) is var place and >= 0 ? place : Longest.Length);
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Engine.Tasks;

/// <summary>
/// Assigns every class to exactly one split. The order is that of a hash of the names, so the same classes are split the same way
/// on every machine, whatever order they are listed in.
/// </summary>
public static class ClassSplitter
{
    /// <summary>Smallest part of the classes that validation and test each receive.</summary>
    private const double HeldOutShare = 0.15;

    /// <summary>Whole groups go to one split where there are at least three groups; otherwise classes are split one by one.</summary>
    /// <param name="classes">Group and name of each class.</param>
    /// <returns>The split of each class, in the order given.</returns>
    public static IReadOnlyList<ClassSplit> Assign(IReadOnlyList<(string Group, string Name)> classes)
    {
        var byGroup = classes.Select(c => c.Group).Distinct(StringComparer.Ordinal).Count() >= 3;
        var blocks = classes.Index()
            .GroupBy(entry => byGroup ? entry.Item.Group : entry.Item.Group + "/" + entry.Item.Name, StringComparer.Ordinal)
            .OrderBy(block => Order(block.Key)).ThenBy(block => block.Key, StringComparer.Ordinal)
            .Select(block => block.Select(entry => entry.Index).ToArray())
            .ToArray();

        var splits = new ClassSplit[classes.Count];
        var next = 0;
        foreach (var split in new[] { ClassSplit.Test, ClassSplit.Validation })
        {
            // Two blocks are left for the splits still to come, one when only training is.
            var reserve = split == ClassSplit.Test ? 2 : 1;
            for (var taken = 0; taken < HeldOutShare * classes.Count && next < blocks.Length - reserve; next++)
            {
                taken += blocks[next].Length;
                foreach (var index in blocks[next])
                    splits[index] = split;
            }
        }

        return splits;
    }

    private static ulong Order(string name) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Engine.Tasks;

/// <summary>
/// Assigns every class to exactly one split. Ties are broken by a hash of the names, so the same classes are split the same way on
/// every machine, whatever order they are listed in.
/// </summary>
public static class ClassSplitter
{
    /// <summary>Part of the classes that test and validation may each receive.</summary>
    private const double HeldOutShare = 0.15;

    /// <summary>Classes that each of them receives at least where single classes are dealt out: a task needs two.</summary>
    private const int FewestHeldOut = 2;

    /// <summary>
    /// Whole groups go to one split where there are at least three groups; otherwise classes are split one by one. Test and
    /// validation take groups in hash order as long as they fit into their share, else the smallest group; the rest trains.
    /// </summary>
    /// <param name="classes">Group and name of each class.</param>
    /// <returns>The split of each class, in the order given.</returns>
    public static IReadOnlyList<ClassSplit> Assign(IReadOnlyList<(string Group, string Name)> classes) =>
        Assign(classes, ClassSplit.Test, ClassSplit.Validation);

    /// <summary>The same with only some splits held out.</summary>
    internal static ClassSplit[] Assign(IReadOnlyList<(string Group, string Name)> classes, params ReadOnlySpan<ClassSplit> heldOut)
    {
        var byGroup = classes.Select(c => c.Group).Distinct(StringComparer.Ordinal).Count() >= 3;
        var blocks = classes.Index()
            .GroupBy(entry => byGroup ? entry.Item.Group : entry.Item.Group + "/" + entry.Item.Name, StringComparer.Ordinal)
            .OrderBy(block => Order(block.Key)).ThenBy(block => block.Key, StringComparer.Ordinal)
            .Select(block => block.Select(entry => entry.Index).ToArray())
            .ToArray();

        var splits = new ClassSplit[classes.Count];
        var left = blocks.ToList();
        foreach (var split in heldOut)
        {
            foreach (var block in HeldOut(left, Math.Max(HeldOutShare * classes.Count, FewestHeldOut)))
            {
                left.Remove(block);
                foreach (var index in block)
                    splits[index] = split;
            }
        }

        return splits;
    }

    /// <summary>The blocks that fit into the share, in order; the smallest block where none fits, so that no split stays empty.</summary>
    private static List<int[]> HeldOut(List<int[]> blocks, double share)
    {
        var chosen = new List<int[]>();
        foreach (var block in blocks.Where(block => block.Length <= share))
        {
            if (chosen.Sum(c => c.Length) + block.Length <= share)
                chosen.Add(block);
        }

        if (chosen.Count == 0 && blocks.Count > 1)
            chosen.Add(blocks.MinBy(block => block.Length)!);
        return chosen;
    }

    private static ulong Order(string name) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}

using System.Buffers.Binary;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Measures a zip's directory before it is read: millions of empty entries fit into a small file, and each takes memory.</summary>
internal static class ZipDirectory
{
    private const long Largest = 64 * 1024 * 1024;
    private const int EndLength = 22, LongestComment = ushort.MaxValue, LocatorLength = 20;
    private const uint End = 0x06054b50, Locator = 0x07064b50;

    /// <summary>Refuses a zip with a directory that is larger than the images of any dataset need.</summary>
    /// <exception cref="ImportRefusedException">It is too large.</exception>
    /// <exception cref="InvalidDataException">The file is no zip.</exception>
    public static void Check(Stream zip)
    {
        var tail = new byte[Math.Min(zip.Length, EndLength + LongestComment + LocatorLength)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        var end = tail.Length - EndLength;
        while (end >= 0 && Number(tail, end) != End)
            end--;
        if (end < 0)
            throw new InvalidDataException("The file has no directory.");
        var start = (long)Number(tail, end + 16);
        if (LooksFurther(tail.AsSpan(end)) && end >= LocatorLength && Number(tail, end - LocatorLength) == Locator)
            start = StartOfLarge(zip, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorLength + 8)));
        // What counts is where the directory begins: it is read from there, whatever else its end says.
        if (zip.Length - tail.Length + end - start > Largest)
            throw new ImportRefusedException($"The zip's directory has more than {Largest / (1024 * 1024)} MiB: it lists too many files.");
        zip.Position = 0;
    }

    /// <summary>Whether a reader of zips looks for a second, larger end: any of these fields says so, not the place of the directory alone.</summary>
    private static bool LooksFurther(ReadOnlySpan<byte> end) =>
        BinaryPrimitives.ReadUInt16LittleEndian(end[4..]) == ushort.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(end[10..]) == ushort.MaxValue
            || BinaryPrimitives.ReadUInt32LittleEndian(end[16..]) == uint.MaxValue;

    private static long StartOfLarge(Stream zip, long place)
    {
        var record = new byte[56];
        if (place < 0 || place > zip.Length - record.Length)
            throw new InvalidDataException("The directory's end is not where it should be.");
        zip.Position = place;
        zip.ReadExactly(record);
        return BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48));
    }

    private static uint Number(byte[] bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place));
}

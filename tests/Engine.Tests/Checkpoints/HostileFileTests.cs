using System.Buffers.Binary;
using System.Text;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Checkpoints;

/// <summary>Forged and broken model files are refused with a sentence, whatever is wrong with them.</summary>
public sealed class HostileFileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"X99","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    public void Read_Refuses_WhenTheHeaderIsForged(string header)
    {
        using var file = File(header, new byte[8]);

        Assert.Throws<InvalidCheckpointException>(() => WarpModel.Read(file));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(1L << 40)]
    public void Read_Refuses_WhenTheHeaderClaimsAHugeLength(long length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);

        Assert.Throws<InvalidCheckpointException>(() => WarpModel.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void Read_Refuses_WhenAnyPartOfARealFileIsCutOff()
    {
        using var trainer = MetaTrainer.Create(Samples.Spec, Samples.Images());
        using var whole = new MemoryStream();
        trainer.WriteModel(whole);
        var bytes = whole.ToArray();
        using (WarpModel.Read(new MemoryStream(bytes)))
        {
        }

        for (var length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 50))
            Assert.Throws<InvalidCheckpointException>(() => WarpModel.Read(new MemoryStream(bytes[..length])));
    }

    private static MemoryStream File(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + json.Length);
        return new MemoryStream(bytes);
    }
}

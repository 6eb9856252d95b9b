using System.Buffers.Binary;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Checkpoints;

/// <summary>Model files from elsewhere that are well-formed but lie are refused with a sentence that names what is wrong.</summary>
public sealed class ForgedModelTests
{
    private static readonly ModelFile Real = ModelFile.Of(Samples.Spec);

    public static TheoryData<string> Specs =>
    [
        "", "null", "[]", "7", "{", """{"seed":1,"seed":2}""", """{"task":null}""", """{"unknown":1}""", """{"learner":{"filters":0}}""",
        """{"learner":{"filters":1e400}}""", """{"learner":{"warpedLayers":"\u0000"}}""", """{"learner":{"architecture":"point"}}""", """{"version":2}""",
        $"{new string('[', 500)}{new string(']', 500)}", $$"""{"task":{{string.Concat(Enumerable.Repeat("{\"task\":", 500))}}1{{new string('}', 501)}}""",
    ];

    public static TheoryData<string, string> Metadata => new()
    {
        { "format", "warpgrad-state" },
        { "formatVersion", "2" },
        { "image", "1x8x8" },
        { "image", "1x99999x99999" },
        { "image", "none" },
        { "step", "-1" },
        { "dataset", new string('a', 65) },
        { "dataset", "\0" },
    };

    [Fact]
    public void CheckModel_AcceptsWhatAlreadyStandsThere()
    {
        using var file = Real.Write();

        Assert.Equal(Samples.Spec, WarpCheckpoint.CheckModel(file).Spec);
    }

    [Fact]
    public void CheckModel_KeepsWhatASpecSaysOfThingsThatAreNotHere()
    {
        var spec = Samples.Spec with { StartFrom = Guid.NewGuid(), Task = Samples.Spec.Task with { Dataset = Guid.NewGuid() } };
        using var file = ModelFile.Of(spec).Write();

        Assert.Equal(spec, WarpCheckpoint.CheckModel(file).Spec);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void CheckModel_RefusesASpec_ThatIsNotValid(string spec) => AssertRefused(Forged(file => file.Metadata["runSpec"] = spec));

    [Theory]
    [MemberData(nameof(Metadata))]
    public void CheckModel_RefusesMetadata_ThatIsNotOurs(string key, string value) => AssertRefused(Forged(file => file.Metadata[key] = value));

    [Theory]
    [InlineData("format")]
    [InlineData("runSpec")]
    [InlineData("dataset")]
    public void CheckModel_RefusesMetadata_ThatLacksAKey(string key)
    {
        var file = Forged(file => file.Metadata.Remove(key));

        Assert.Contains(key, AssertRefused(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void CheckModel_RefusesNumbersThatAreNotFinite_AndNamesTheTensor(float value)
    {
        foreach (var name in Real.Header.Select(entry => entry.Key).Where(key => key.StartsWith("warp.", StringComparison.Ordinal) || key.StartsWith("init.", StringComparison.Ordinal)))
        {
            var data = (byte[])Real.Data.Clone();
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan((int)Real.Header[name]!["data_offsets"]![0]!), value);

            Assert.Contains($"'{name}'", AssertRefused(Real with { Data = data }), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CheckModel_RefusesAStepSizeThatIsNotFinite()
    {
        var data = (byte[])Real.Data.Clone();
        BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan((int)Real.Header["inner.learning_rate"]!["data_offsets"]![0]!), double.NaN);

        Assert.Contains("'inner.learning_rate'", AssertRefused(Real with { Data = data }), StringComparison.Ordinal);
    }

    [Fact]
    public void CheckModel_RefusesAShape_ThatTheSpecDoesNotAskFor()
    {
        var file = Forged(file => file.Header["warp.warp1.weight"]!["shape"] = new JsonArray(4, 4, 9));

        Assert.Contains("'warp.warp1.weight'", AssertRefused(file), StringComparison.Ordinal);
    }

    [Fact]
    public void CheckModel_RefusesTensors_BesideThoseOfTheSpec()
    {
        var file = Forged(file => file.Header["warp.extra"] = JsonNode.Parse($$"""{"dtype":"F32","shape":[0],"data_offsets":[{{Real.Data.Length}},{{Real.Data.Length}}]}"""));

        Assert.Contains("'warp.extra'", AssertRefused(file), StringComparison.Ordinal);
    }

    [Fact]
    public void CheckModel_RefusesDataBehindTheLastTensor() => AssertRefused(Real with { Data = [.. Real.Data, 0] });

    [Fact]
    public void CheckModel_RefusesAShortFile_ThatClaimsGigabytes_WithoutAllocatingThem()
    {
        var spec = Samples.Spec with { Learner = Samples.Spec.Learner with { Architecture = Architecture.Mlp, Warp = WarpDesign.None, Filters = 1024, HiddenLayers = 1 } };
        const string Name = "init.linear1.weight";
        var small = ModelFile.Of(spec);
        small.Metadata["image"] = "1x700x700";
        var begin = (long)small.Header[Name]!["data_offsets"]![0]!;
        var grown = 1024L * 4 * ((700 * 700) - (16 * 16));
        small.Header[Name]!["shape"] = new JsonArray(1024, 700 * 700);
        foreach (var entry in small.Header.Where(entry => entry.Key != "__metadata__").Select(entry => entry.Value!))
            entry["data_offsets"] = new JsonArray([.. entry["data_offsets"]!.AsArray().Select(offset => (JsonNode)((long)offset! + ((long)offset! > begin ? grown : 0)))]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("bytes are there", AssertRefused(small), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Theory]
    [InlineData("""{"__metadata__":{"format":"warpgrad-model","format":"warpgrad-model"}}""")]
    [InlineData("""{"__metadata__":{"format":7}}""")]
    [InlineData("""{"__metadata__":{"format":{"format":"warpgrad-model"}}}""")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F64","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[[[[1]]]]]]]]],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":0}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""")]
    public void CheckModel_RefusesAHeader_ThatIsNotTheFormats(string header)
    {
        using var file = Real.Write(header);

        Assert.Throws<InvalidCheckpointException>(() => WarpCheckpoint.CheckModel(file));
    }

    private static ModelFile Forged(Action<ModelFile> forge)
    {
        var copy = Real with { Header = Real.Header.DeepClone().AsObject() };
        forge(copy);
        return copy;
    }

    private static string AssertRefused(ModelFile forged)
    {
        using var file = forged.Write();
        var refusal = Assert.Throws<InvalidCheckpointException>(() => WarpCheckpoint.CheckModel(file));
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }
}

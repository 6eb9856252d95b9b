using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Tests.Tasks;

public class AffineAugmentationTests
{
    [Theory]
    [InlineData(1, 28, 28), InlineData(3, 21, 17), InlineData(1, 5, 6)]
    public void Eight_pixels_at_a_time_are_read_as_one_by_one(int channels, int height, int width)
    {
        var image = new ImageShape(channels, height, width);
        var random = RandomStream.Derive(1, StreamPurpose.TrainTask, 1);
        var source = Enumerable.Range(0, image.Size).Select(_ => (float)random.NextDouble()).ToArray();

        for (var draw = 0; draw < 20; draw++)
        {
            var row = new SourceRow((float)random.NextDouble(-2, 3), (float)random.NextDouble(0, height), 1.1f, 0.2f, width, height);
            var whole = new float[width];
            row.Read(source.AsSpan(0, height * width), whole);
            for (var i = 0; i < width; i++)
                Assert.Equal(row.At(source.AsSpan(0, height * width), i), whole[i]);
        }
    }

    [Fact]
    public void A_constant_image_stays_as_it_is()
    {
        var image = new ImageShape(1, 28, 28);
        var (source, target) = (Enumerable.Repeat(0.5f, image.Size).ToArray(), new float[image.Size]);
        AffineAugmentation.Draw(RandomStream.Derive(1, StreamPurpose.TrainTask, 2)).Apply(source, target, image);
        Assert.All(target, value => Assert.Equal(0.5f, value, 6));
    }
}

namespace WarpGrad.Api.Infrastructure;

/// <summary>How long callers may let a request wait for a worker's answer.</summary>
internal static class Waits
{
    private const int Longest = 120;

    /// <summary>Refuses a wait that is out of range.</summary>
    /// <param name="wait">Seconds.</param>
    /// <exception cref="ApiProblem">It is negative or too long.</exception>
    public static void Check(int wait)
    {
        if (wait is < 0 or > Longest)
            throw ApiProblem.Invalid("wait", $"'wait' lies between 0 and {Longest} seconds.");
    }
}

using System.Collections.Concurrent;

namespace WarpGrad.Fuzz.World;

/// <summary>A team and what belongs to it: ids and slugs by kind.</summary>
/// <param name="Team">Slug of the team.</param>
internal sealed record Realm(string Team)
{
    private const int MostFresh = 40;
    private readonly ConcurrentDictionary<string, List<string>> _lasting = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _fresh = new();

    /// <summary>Adds a thing that stays.</summary>
    public void Add(string kind, string id) => _lasting.GetOrAdd(kind, _ => []).Add(id);

    /// <summary>Adds a thing that a request made; the oldest of too many are forgotten.</summary>
    public void AddFresh(string kind, string id)
    {
        var things = _fresh.GetOrAdd(kind, _ => new ConcurrentQueue<string>());
        things.Enqueue(id);
        if (things.Count > MostFresh)
            things.TryDequeue(out _);
    }

    /// <summary>A thing of the kind; null where there is none.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="place">Where in the list, from 0 to 1: the same random numbers are drawn however many things there are.</param>
    /// <param name="onlyFresh">Whether things that stay are left alone.</param>
    public string? Pick(string kind, double place, bool onlyFresh = false)
    {
        var fresh = _fresh.TryGetValue(kind, out var queue) ? queue.ToArray() : [];
        var lasting = !onlyFresh && _lasting.TryGetValue(kind, out var list) ? list.ToArray() : [];
        var (half, rest) = lasting.Length > 0 && (place < 0.5 || fresh.Length == 0) ? (lasting, place) : (fresh, place);
        return half.Length == 0 ? null : half[(int)(rest * 997 % 1 * half.Length)];
    }
}

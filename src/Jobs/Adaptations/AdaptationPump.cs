using Microsoft.Extensions.Options;
using Npgsql;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Notifications;
using WarpGrad.Jobs.Workers;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>
/// Takes questions to models off their table and answers them, on threads that do nothing else. A notification wakes a thread; each
/// renewal of the claims wakes one, too, for what a dropped listener missed or a dead worker left. All but one of the threads may work
/// on questions that take long, so that short ones always find one.
/// </summary>
internal sealed partial class AdaptationPump(
    NpgsqlDataSource source, NotificationListener listener, AdaptationAnswerer answerer, AdaptedCache kept, IOptions<WorkerOptions> options,
    ILogger<AdaptationPump> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(20);

    private readonly AdaptationQueue _queue = new(source, WorkerIdentity.Name, options.Value.LeaseTimeout);

    private readonly CancellationTokenSource _closing = new(), _abort = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly List<Thread> _threads = [];
    private IDisposable? _subscription;
    private Task _renewing = Task.CompletedTask;
    private int _heavy;

    private int HeavyThreads => Math.Max(1, options.Value.AdaptationsAtOnce - 1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.QueueList().Contains(QueueNames.Interactive))
            return Task.CompletedTask;
        _subscription = listener.Subscribe(Channels.AdaptationWork, _ => Wake());
        for (var i = 0; i < options.Value.AdaptationsAtOnce; i++)
        {
            var thread = new Thread(Work) { IsBackground = true, Name = $"adaptation {i + 1}" };
            _threads.Add(thread);
            thread.Start();
        }

        _renewing = RenewAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        _abort.CancelAfter(LongestFarewell);
        await Task.Run(() => _threads.ForEach(thread => thread.Join()), cancellationToken);
        await _renewing;
        if (_threads.Count > 0)
            await _queue.GiveBackAsync();
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _closing.Dispose();
        _abort.Dispose();
        _wake.Dispose();
    }

    private void Wake()
    {
        if (_wake.CurrentCount < options.Value.AdaptationsAtOnce)
            _wake.Release();
    }

    private void Work()
    {
        while (!_closing.IsCancellationRequested)
            try
            {
                var mayBeHeavy = Interlocked.Increment(ref _heavy) <= HeavyThreads;
                if (!mayBeHeavy)
                    Interlocked.Decrement(ref _heavy);
                AdaptationClaim? claim = null;
                try
                {
                    claim = _queue.Claim(mayBeHeavy);
                    if (mayBeHeavy && claim is not { Heavy: true })
                    {
                        mayBeHeavy = false;
                        Interlocked.Decrement(ref _heavy);
                    }

                    if (claim is not null)
                        Answer(claim);
                }
                finally
                {
                    if (claim is not null)
                        _queue.LetGo(claim);
                    if (mayBeHeavy)
                        Interlocked.Decrement(ref _heavy);
                }

                if (claim is null)
                    _wake.Wait(_closing.Token);
            }
            catch (OperationCanceledException)
            {
                // Closing: what is in work is handed back.
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                NoDatabase(logger, exception);
                _closing.Token.WaitHandle.WaitOne(TryAgain);
            }
    }

    private void Answer(AdaptationClaim claim)
    {
        using var trace = new AdaptationTrace(claim);
        var (outcome, made, computed) = answerer.Answer(claim, _queue, _abort.Token);
        var stored = Store(claim, outcome);
        trace.Stored(computed, outcome.FailureType);
        if (!stored)
            made?.Dispose();
        else if (made is not null)
            kept.Put(claim.Parent ?? claim.Id, claim.Parent is null ? 1 : claim.Round, made);
    }

    /// <summary>Stores an answer, however long the database is away: the claim is renewed with the others until then.</summary>
    private bool Store(AdaptationClaim claim, AdaptationOutcome outcome)
    {
        while (true)
            try
            {
                return _queue.Answer(claim, outcome);
            }
            catch (PostgresException refused) when (!refused.IsTransient && outcome.Result is not null)
            {
                NotStored(logger, claim.Id, refused);
                outcome = new AdaptationOutcome(null, Contracts.Errors.ProblemTypes.ComputationFailed, "The answer could not be stored; the operator finds the details in the log.");
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
            {
                NoDatabase(logger, exception);
                if (_abort.Token.WaitHandle.WaitOne(TryAgain))
                    throw new OperationCanceledException(_abort.Token);
            }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(options.Value.LeaseRenewal);
        while (true)
            try
            {
                // Claims are renewed until the last thread is done.
                if (_closing.IsCancellationRequested && _threads.TrueForAll(thread => !thread.IsAlive))
                    return;
                await timer.WaitForNextTickAsync();
                await _queue.RenewAsync(CancellationToken.None);
                Wake();
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
            {
                NoDatabase(logger, exception);
            }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer the queue of adaptations; trying again.")]
    private static partial void NoDatabase(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The answer of adaptation {AdaptationId} cannot be stored.")]
    private static partial void NotStored(ILogger logger, Guid adaptationId, Exception exception);
}

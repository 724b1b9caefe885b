using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Tests.Support;

/// <summary>Commands put straight into the lane, where a test needs what no use case does.</summary>
internal static class LaneCommands
{
    private static readonly byte[] Answer = "{}"u8.ToArray();

    public static Task<LaneAnswer> RunAsync(this WriteLane lane, Action<Change> work, Guid? operation = null, byte kind = 0) =>
        lane.SubmitAsync(Request(operation, kind), change =>
        {
            work(change);
            return Task.FromResult(new Outcome(Answer, Answer));
        });

    /// <summary>Does the work and then answers with an error, as a handler that finds a rule broken.</summary>
    public static Task<LaneAnswer> RefuseAsync(this WriteLane lane, Action<Change> work) => lane.SubmitAsync(Request(null, 0), change =>
    {
        work(change);
        return Task.FromResult(new Outcome("refused", null));
    });

    /// <summary>Adds a person, the smallest change there is.</summary>
    public static Task<LaneAnswer> AddPersonAsync(this WriteLane lane, string email, Guid? operation = null, byte kind = 0) =>
        lane.RunAsync(change => AddPerson(change, email), operation, kind);

    public static SalesUser AddPerson(Change change, string email, Role role = Role.RealSalesUser)
    {
        var person = new SalesUser(change.NewId(), email, email, role, change.Now);
        change.Add(person);
        change.Record("sales_user.invited", person);
        return person;
    }

    /// <summary>Adds customers whom nobody heard of.</summary>
    /// <param name="name">What each is called, before its number.</param>
    public static Task<LaneAnswer> AddCustomersAsync(this WriteLane lane, int count, string name = "Khách") => lane.RunAsync(change =>
    {
        for (var i = 0; i < count; i++)
        {
            var (identity, customer) = Stranger(change, $"{name} {i}");
            change.Add(customer, identity);
            change.Record("customer.created", customer, identity);
        }
    });

    /// <summary>Adds customers whom nobody heard of, and binds them and all others who wait to an agent, whatever it may hold.</summary>
    public static Task<LaneAnswer> FillAsync(this WriteLane lane, AiAgent agent, int count) => lane.RunAsync(change =>
    {
        // In one command: who waits in between is bound by the console itself.
        foreach (var customer in change.Store.Customers.Where(c => c.AiAgentId == null).ToList())
        {
            var assignment = Bind(customer);
            change.Add(assignment);
            change.Record("customer.assigned", customer, assignment);
        }
        for (var i = 0; i < count; i++)
        {
            var (identity, customer) = Stranger(change, $"Khách {i}");
            var assignment = Bind(customer);
            change.Add(customer, identity, assignment);
            change.Record("customer.assigned", customer, identity, assignment);
        }

        Assignment Bind(Customer customer)
        {
            customer.Bind(agent.Id, agent.OwnerId);
            return new Assignment(change.NewId(), customer.Id, agent.Id, agent.OwnerId, "test", change.Now);
        }
    });

    /// <summary>Gives a person tasks of one customer, whoever that one's salesperson is.</summary>
    public static Task<LaneAnswer> AddTasksAsync(this WriteLane lane, Guid customerId, Guid personId, int count) => lane.RunAsync(change =>
    {
        var customer = change.Find<Customer>(customerId)!;
        object[] tasks = [.. Enumerable.Range(0, count).Select(i => new WorkTask(change.NewId(), TaskKind.FollowUp, customer, personId, $"Gọi {i}", change.Now, change.Now.AddMinutes(i + 1)))];
        change.Add(tasks);
        change.Record("task.created", customer, tasks);
    });

    private static (ChannelIdentity, Customer) Stranger(Change change, string name)
    {
        var id = change.NewId();
        var identity = new ChannelIdentity(change.NewId(), id, Channel.Zalo, $"many-{id}", change.Now);
        return (identity, new Customer(id, name, identity, "new_lead", change.Now));
    }

    /// <summary>Disables a person.</summary>
    public static Task<LaneAnswer> DisableAsync(this WriteLane lane, Guid id) => lane.RunAsync(change =>
    {
        var person = change.Store.SalesUsers.Single(u => u.Id == id);
        change.Store.Entry(person).Property(u => u.Status).CurrentValue = UserStatus.Disabled;
        change.Record("sales_user.disabled", person);
    });

    /// <summary>Keeps the lane busy from now on until released; everything sent meanwhile waits.</summary>
    public static async Task<LaneBlock> BlockAsync(this WriteLane lane)
    {
        var block = new LaneBlock();
        var answer = lane.SubmitAsync(Request(null, 0), async _ =>
        {
            block.Started.SetResult();
            await block.Release.Task;
            return new Outcome("refused", null);
        });
        // A store that takes no writes answers without starting it.
        await Task.WhenAny(block.Started.Task, answer);
        return block;
    }

    /// <summary>Waits for what becomes of a store that refused a write: true once it takes writes, false when only a new start helps.</summary>
    public static async Task<bool> RecoveredAsync(this WriteLane lane)
    {
        var changed = new SemaphoreSlim(0);
        void OnChanged(StoreHealth health) => changed.Release();
        lane.HealthChanged += OnChanged;
        try
        {
            // What is told may be what was there already as this began.
            while (lane.Health == StoreHealth.Unavailable)
                Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "The lane takes no writes again within 60 s.");
            return lane.Health == StoreHealth.Sound;
        }
        finally
        {
            lane.HealthChanged -= OnChanged;
        }
    }

    private static LaneRequest Request(Guid? operation, byte kind) => new(operation ?? Guid.NewGuid(), "Test", [.. Enumerable.Repeat(kind, 32)], Actor.System);
}

/// <summary>A command that occupies the lane until it is let go, at the latest when the test ends.</summary>
internal sealed class LaneBlock : IDisposable
{
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => Release.TrySetResult();
}

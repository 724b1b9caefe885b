using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>What people do to a customer or to the console, whoever it meets; true when it was carried out.</summary>
internal static class HonestDeeds
{
    public static Task<bool> EditAsync(TestConsole console, int what) => OnCustomerAsync(console, what, async customer =>
    {
        var edited = await console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), customer.Id, customer.Traits, $"Tên {what % 5}", what % 3 == 0 ? null : $"Ghi chú {what % 4}"));
        if (edited.Succeeded && what % 2 == 0) await console.SendAsync(new UndoCustomerEdit.Command(Guid.NewGuid(), edited.Value.EditId));
        return edited.Succeeded;
    });

    public static Task<bool> AddTaskAsync(TestConsole console, int what, Guid person) => OnCustomerAsync(console, what, async customer =>
        (await console.SendAsync(new AddTask.Command(Guid.NewGuid(), customer.Id, TaskKind.FollowUp, customer.SalesUserId ?? person, console.Clock.GetUtcNow().UtcDateTime.AddHours(1 + what % 3), $"Gọi lại {what % 7}"))).Succeeded);

    public static Task<bool> OptOutAsync(TestConsole console, int what) => OnCustomerAsync(console, what, async customer =>
    {
        var heard = await console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), customer.Id, customer.Channel, "by_phone", what % 2 == 0 ? null : "Đừng nhắn nữa"));
        if (heard.Succeeded && what % 3 == 0) await console.SendAsync(new LiftOptOut.Command(Guid.NewGuid(), customer.Id, customer.Channel, "customer_wrote", "Nhắn lại nhé"));
        return heard.Succeeded;
    });

    public static Task<bool> ReplyAsync(TestConsole console, int what) => OnCustomerAsync(console, what, async customer =>
    {
        await using var store = console.Read();
        return await store.Conversations.FirstOrDefaultAsync(c => c.CustomerId == customer.Id) is { } conversation
            && (await console.SendAsync(new ReplyToCustomer.Command(conversation.Id, $"out-{what % 9}", "Chào bạn", conversation.HolderVersion), Caller.Runtime)).Succeeded;
    });

    /// <summary>To another agent, which is made when there is none that could have the customer.</summary>
    public static Task<bool> TransferAsync(TestConsole console, int what, Guid person) => OnCustomerAsync(console, what, async customer =>
    {
        if (customer.AiAgentId is not { } held) return false;
        if (!console.Lane.Last.Directory.AiAgents.Values.Any(a => a.Id != held && a.Status == AgentStatus.Active))
            await console.SendAsync(new Domain.UseCases.Agents.AddAiAgent.Command(Guid.NewGuid(), $"AI {Guid.NewGuid():N}", person, "vi", [Channel.Telegram, Channel.Zalo, Channel.Facebook], 50));
        if (console.Lane.Last.Directory.AiAgents.Values.FirstOrDefault(a => a.Id != held) is not { } other) return false;
        return (await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new TransferCustomers.Seen(customer.Id, held)], other.Id, "drill"))).Succeeded;
    });

    public static async Task<bool> SetAsync(TestConsole console, int what)
    {
        if (what % 2 == 0)
        {
            var playbook = console.Lane.Last.Directory.Playbooks.Number;
            return (await console.SendAsync(new SavePlaybook.Command(Guid.NewGuid(), [.. Playbook.Default.Rules.Select(r => r.Trigger == "refuse" ? r with { NeedsPerson = playbook % 2 == 0 } : r)], playbook))).Succeeded;
        }
        var was = console.Lane.Last.Directory.Settings.Of(SettingKind.OverdueHours);
        return (await console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.OverdueHours, null, $"{1 + what % 9}", was))).Succeeded;
    }

    public static async Task<bool> SaveViewAsync(TestConsole console, int what)
    {
        var by = console.As(Role.Supervisor);
        var saved = await console.SendAsync(new SaveView.Command(Guid.NewGuid(), "customers", $"Xem {what % 9}", "bound=no", what % 2 == 0), by);
        if (saved.Succeeded && what % 3 == 0) await console.SendAsync(new RemoveView.Command(Guid.NewGuid(), saved.Value.ViewId, 1), by);
        return saved.Succeeded;
    }

    /// <summary>Somebody leaves, the agents go to somebody else, and every other comes back.</summary>
    public static async Task<bool> LeaveAsync(TestConsole console, int what, Guid person)
    {
        var directory = console.Lane.Last.Directory;
        if (directory.SalesUsers.Values.FirstOrDefault(u => u.Role == Role.RealSalesUser && u.Id != person && u.Status == UserStatus.Active) is not { } heir) return false;
        var left = await console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), person, [.. directory.AiAgents.Values.Where(a => a.OwnerId == person).Select(a => new DisableSalesUser.Heir(a.Id, heir.Id))], heir.Id, new(99, 99)));
        if (left.Succeeded) await console.SendAsync(new EnableSalesUser.Command(Guid.NewGuid(), person));
        return left.Succeeded;
    }

    private static async Task<bool> OnCustomerAsync(TestConsole console, int what, Func<Customer, Task<bool>> deed)
    {
        await using var store = console.Read();
        return await store.Customers.OrderBy(c => c.Id).ToListAsync() is { Count: > 0 } all && await deed(all[what / 7 % all.Count]);
    }
}

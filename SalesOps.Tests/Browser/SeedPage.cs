namespace SalesOps.Tests.Browser;

/// <summary>The page as its users know it: every panel's rows, cell by cell.</summary>
internal static class SeedPage
{
    public static readonly IReadOnlyList<KeyValuePair<string, long>> Counters =
    [
        new("sales_users", 2), new("ai_agents", 3), new("customers", 6), new("active_bindings", 6),
        new("open_tasks", 7), new("understanding_reviews", 1), new("state_reviews", 0), new("handovers", 2),
    ];

    public static readonly IReadOnlyDictionary<string, string[]> Rows = new Dictionary<string, string[]>
    {
        ["people"] = ["Demo Sales|sales@example.com|real_sales_user|active", "trojan|trojan@example.com|admin|active"],
        ["agents"] =
        [
            "AI Sales B|Demo Sales|vi|telegram, facebook, zalo|active|3", "AI Sales A|Demo Sales|vi|telegram, facebook, zalo|active|2",
            "trojanAI|trojan|vi|telegram, facebook, zalo|active|2",
        ],
        ["customers"] =
        [
            "State Smoke 20260603111246|telegram:state-smoke-20260603111246|trojanAI|trojan|discovery|recharge_intent discovery_capital / 0.574|1|06-03 11:12",
            "Understand Risk 20260603105934|telegram:understand-risk-20260603105934|AI Sales B|Demo Sales|new_lead|ask_trust understanding_trust_building / 0.61|2|06-03 10:59",
            "Understand Smoke 20260603105903|telegram:understand-smoke-20260603105903|trojanAI|trojan|new_lead|recharge_intent understanding_conversion_ready / 0.84|1|06-03 10:59",
            "Deploy Smoke 20260603102624|telegram:deploy-smoke-20260603102624|AI Sales A|Demo Sales|new_lead|- first_contact / 1|1|06-03 10:26",
            "Handover User|zalo:handover-user-001|AI Sales B|Demo Sales|human_takeover|- manual_takeover / 1|1|06-03 07:39",
            "Smoke User|telegram:smoke-user-001|AI Sales A|Demo Sales|new_lead|- first_contact / 1|1|06-03 07:36",
        ],
        ["assignments"] =
        [
            "State Smoke 20260603111246|trojanAI|trojan|active|new_customer|06-03 11:12", "Understand Risk 20260603105934|AI Sales B|Demo Sales|active|new_customer|06-03 10:59",
            "Understand Smoke 20260603105903|trojanAI|trojan|active|new_customer|06-03 10:59", "Deploy Smoke 20260603102624|AI Sales A|Demo Sales|active|new_customer|06-03 10:26",
            "Handover User|AI Sales B|Demo Sales|active|manual_transfer|06-03 07:39", "Handover User|AI Sales B|Demo Sales|transferred|new_customer|06-03 07:39",
            "Smoke User|AI Sales A|Demo Sales|active|new_customer|06-03 07:36",
        ],
        ["handovers"] = ["manual_transfer|Handover User|smoke_transfer|06-03 07:39", "human_takeover|Handover User|smoke_human_takeover|06-03 07:39"],
        ["audit"] =
        [
            "state_machine.applied|conversation:63e34550|system|06-03 11:12", "customer.created_and_assigned|customer:457060a7|system|06-03 11:12",
            "customer.created_and_assigned|customer:6e832b3b|system|06-03 10:59", "customer.created_and_assigned|customer:864589ed|system|06-03 10:59",
            "customer.returned_to_assignment|customer:18a6d584|system|06-03 10:26", "customer.created_and_assigned|customer:18a6d584|system|06-03 10:26",
            "customer.transfer_assignment|customer:32f28999|human|06-03 07:39", "customer.human_takeover|customer:32f28999|human|06-03 07:39",
            "customer.created_and_assigned|customer:32f28999|system|06-03 07:39", "customer.returned_to_assignment|customer:2ba81267|system|06-03 07:36",
            "customer.created_and_assigned|customer:2ba81267|system|06-03 07:36",
        ],
    };
}
